// Bun.listen, as its manual has it: bun.js <mode> [--cert pem --key pem]
// One set of handlers for all sockets; what a socket does not take at once waits for drain.

const MESSAGE = 64;
const PART = 13;

function open(socket) {
	socket.data = { unsent: null, rest: null };
}

function send(socket, bytes) {
	if (socket.data.unsent) {
		socket.data.unsent.push(Buffer.from(bytes));
		return;
	}
	const taken = Math.max(socket.write(bytes), 0);
	if (taken < bytes.length) {
		socket.data.unsent = [Buffer.from(bytes.subarray(taken))];
	}
}

function drain(socket) {
	const unsent = socket.data.unsent;
	socket.data.unsent = null;
	unsent?.forEach((bytes) => send(socket, bytes));
}

/** Cuts what has arrived into messages of 64 bytes. */
function messages(socket, chunk, action) {
	const bytes = socket.data.rest ? Buffer.concat([socket.data.rest, chunk]) : chunk;
	let from = 0;
	for (; from + MESSAGE <= bytes.length; from += MESSAGE) {
		action(bytes.subarray(from, from + MESSAGE));
	}
	socket.data.rest = from < bytes.length ? Buffer.from(bytes.subarray(from)) : null;
}

function five(socket, chunk) {
	messages(socket, chunk, (message) => {
		for (let from = 0; from < MESSAGE; from += PART) {
			send(socket, message.subarray(from, Math.min(from + PART, MESSAGE)));
		}
	});
}

function broadcast() {
	const everybody = new Set();
	return {
		open(socket) {
			open(socket);
			everybody.add(socket);
		},
		data(socket, chunk) {
			messages(socket, chunk, (message) => everybody.forEach((other) => send(other, message)));
		},
		close(socket) {
			everybody.delete(socket);
		},
	};
}

function option(name) {
	return process.argv[process.argv.indexOf(name) + 1];
}

function options(mode) {
	switch (mode) {
		case 'echo': return { socket: { data: send } };
		case 'five': return { socket: { data: five } };
		case 'broadcast': return { socket: broadcast() };
		case 'tls': return {
			socket: { data: send }, tls: { cert: Bun.file(option('--cert')), key: Bun.file(option('--key')) },
		};
		case 'frames': return unsupported('no decoder for length fields');
		case 'lines': return unsupported('no decoder for lines');
		default: return unsupported('no such mode');
	}
}

function unsupported(why) {
	console.log(`UNSUPPORTED ${process.argv[2]}: ${why}`);
	process.exit(0);
}

const { socket, ...rest } = options(process.argv[2]);
// A client that has gone is no failure of the server.
const handlers = { open, drain, error() {}, ...socket };
const listening = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: handlers, ...rest });
console.log(`READY ${listening.port}`);
