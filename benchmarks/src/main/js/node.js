'use strict';

// Node's own modules, as their manual has it: node.js <mode> [--cert pem --key pem]

const fs = require('node:fs');
const net = require('node:net');
const readline = require('node:readline');
const tls = require('node:tls');

const MESSAGE = 64;
const PART = 13;

/** Cuts what arrives into messages of 64 bytes. */
function messages(socket, action) {
	let rest = null;
	socket.on('data', (chunk) => {
		const bytes = rest ? Buffer.concat([rest, chunk]) : chunk;
		let from = 0;
		for (; from + MESSAGE <= bytes.length; from += MESSAGE) {
			action(bytes.subarray(from, from + MESSAGE));
		}
		rest = from < bytes.length ? bytes.subarray(from) : null;
	});
}

function five(socket) {
	messages(socket, (message) => {
		for (let from = 0; from < MESSAGE; from += PART) {
			socket.write(message.subarray(from, Math.min(from + PART, MESSAGE)));
		}
	});
}

function lines(socket) {
	readline.createInterface({ input: socket }).on('line', (line) => socket.write(line + '\n'));
}

function broadcast() {
	const everybody = new Set();
	return (socket) => {
		everybody.add(socket);
		socket.on('close', () => everybody.delete(socket));
		messages(socket, (message) => everybody.forEach((other) => other.write(message)));
	};
}

function echo(socket) {
	socket.pipe(socket);
}

function option(name) {
	return process.argv[process.argv.indexOf(name) + 1];
}

/** A client that has gone is no failure of the server. */
function quiet(serve) {
	return (socket) => {
		socket.on('error', () => socket.destroy());
		serve(socket);
	};
}

function server(mode) {
	const options = { noDelay: true };
	switch (mode) {
		case 'echo': return net.createServer(options, quiet(echo));
		case 'five': return net.createServer(options, quiet(five));
		case 'lines': return net.createServer(options, quiet(lines));
		case 'broadcast': return net.createServer(options, quiet(broadcast()));
		case 'tls': return tls.createServer({
			...options, cert: fs.readFileSync(option('--cert')), key: fs.readFileSync(option('--key')),
		}, quiet(echo)).on('tlsClientError', () => {});
		case 'frames': return unsupported('no decoder for length fields');
		default: return unsupported('no such mode');
	}
}

function unsupported(why) {
	console.log(`UNSUPPORTED ${process.argv[2]}: ${why}`);
	process.exit(0);
}

const listening = server(process.argv[2]);
listening.listen(0, '127.0.0.1', () => console.log(`READY ${listening.address().port}`));
