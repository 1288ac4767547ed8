/*
 * Live servers and sockets, as the actuator endpoint "tcp" tells them.
 *
 * It is asked once a second, by one request at a time, and only while somebody looks. What is on the page stays where
 * it is: a row is known by the id of its socket and filled anew, so that focus, selection and scrolling outlive a
 * refresh. What comes from a peer is written as text, never as markup.
 */

const ENDPOINT = document.querySelector('main').dataset.endpoint;

const INTERVAL_MILLIS = 1000;

const LATE_MILLIS = 2500;

const TIMEOUT_MILLIS = 5000;

/** A rate over more than this would hide what was in between: the chart has a gap instead. */
const LONGEST_STEP_SECONDS = 5;

const HISTORY_SECONDS = 180;

const DAY_MILLIS = 24 * 60 * 60 * 1000;

const $ = (id) => document.getElementById(id);

// -- How things are written ------------------------------------------------------------------------------------------

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Control characters, and those that turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

const LONGEST_TEXT = 200;

function printable(value) {
	const text = String(value).replace(UNPRINTABLE, '\ufffd');
	return (text.length > LONGEST_TEXT) ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

function words(constant) {
	return printable(constant).toLowerCase().replaceAll('_', ' ');
}

function bytes(count) {
	let value = count;
	let unit = 0;
	while (value >= 1023.5 && unit < UNITS.length - 1) {
		value /= 1024;
		unit++;
	}
	return `${(unit > 0 && value < 99.95) ? value.toFixed(1) : Math.round(value)}\u00a0${UNITS[unit]}`;
}

function rate(bytesPerSecond) {
	return (bytesPerSecond === null) ? '–' : `${bytes(bytesPerSecond)}/s`;
}

function number(count) {
	return count.toLocaleString('en');
}

function duration(millis) {
	const seconds = Math.max(0, Math.floor(millis / 1000));
	const two = (large, largeUnit, small, smallUnit) => `${large}\u00a0${largeUnit} ${small}\u00a0${smallUnit}`;
	if (seconds < 60) {
		return `${seconds}\u00a0s`;
	}
	if (seconds < 60 * 60) {
		return two(Math.floor(seconds / 60), 'min', seconds % 60, 's');
	}
	if (seconds < 24 * 60 * 60) {
		return two(Math.floor(seconds / 3600), 'h', Math.floor(seconds / 60) % 60, 'min');
	}
	return two(Math.floor(seconds / 86400), 'd', Math.floor(seconds / 3600) % 24, 'h');
}

/** Of the endpoint: PT1M30S and the like, of which zero means that there is no such limit. */
function limit(text) {
	const written = printable(text);
	return (written === 'PT0S') ? 'none' : written.replace(/^PT/, '').toLowerCase();
}

/** All addresses of the machine, as the log writes them. */
function address(description) {
	return description.address?.replace(/^(\[0:0:0:0:0:0:0:0\]|0\.0\.0\.0):/, '*:');
}

function time(instant) {
	return new Date(instant).toLocaleTimeString('en-GB');
}

function show(element, text) {
	if (element.textContent !== text) {
		element.textContent = text;
	}
}

function fields(element) {
	return Object.fromEntries([...element.querySelectorAll('[data-field]')].map((field) => [field.dataset.field, field]));
}

function copyOf(templateId) {
	return $(templateId).content.firstElementChild.cloneNode(true);
}

/** Fills a list of terms and what they say; a pair without the latter is left out. */
function describe(list, pairs) {
	const told = pairs.filter(([, text]) => text !== null && text !== undefined && text !== '');
	told.forEach(([term, text], index) => {
		const entry = list.children[index] ?? list.appendChild(document.createElement('div'));
		const [dt, dd] = entry.children.length
			? entry.children : [entry.appendChild(document.createElement('dt')), entry.appendChild(document.createElement('dd'))];
		show(dt, term);
		show(dd, printable(text));
	});
	while (list.children.length > told.length) {
		list.lastElementChild.remove();
	}
}

function announce(text) {
	show($('announcement'), text);
}

// -- The endpoint ----------------------------------------------------------------------------------------------------

/** What is wrong, in words for whoever looks at the page. */
class Problem extends Error {
}

async function request(path, options) {
	try {
		return await fetch(ENDPOINT + path, {
			cache: 'no-store',
			// The login page that an application may send instead is no answer.
			redirect: 'manual',
			headers: { Accept: 'application/json' },
			signal: AbortSignal.timeout(TIMEOUT_MILLIS),
			...options,
		});
	}
	catch (error) {
		throw new Problem((error.name === 'TimeoutError')
			? `The application takes more than ${TIMEOUT_MILLIS / 1000} seconds to answer.` : 'The application does not answer. Asking again each second.');
	}
}

async function read(response) {
	if (response.type === 'opaqueredirect') {
		throw new Problem('The application wants a login first. Log in, then load this page anew.');
	}
	if (response.status === 401 || response.status === 403) {
		throw new Problem(`You may not read the endpoint (status ${response.status}).`);
	}
	if (response.status === 404) {
		throw new Problem(`There is no endpoint at ${ENDPOINT}. It needs "tcp" in management.endpoints.web.exposure.include, `
			+ 'and management.endpoint.tcp.access must not be none.');
	}
	if (!response.ok) {
		throw new Problem(`The endpoint answers with status ${response.status}.`);
	}
	try {
		return await response.json();
	}
	catch (error) {
		throw new Problem((error instanceof SyntaxError)
			? `What answers at ${ENDPOINT} is not the endpoint: it sends no JSON.` : 'The application has stopped in the middle of its answer.');
	}
}

async function askForAll() {
	const all = await read(await request(''));
	if (!Array.isArray(all?.servers) || !Array.isArray(all?.clients)) {
		throw new Problem(`What answers at ${ENDPOINT} is not the endpoint: it tells of no servers.`);
	}
	return all;
}

/** Returns null if there is no server or client of this name, and a wrong parameter instead if one is wrong. */
async function askForSockets(name, parameters) {
	const response = await request(`/${encodeURIComponent(name)}?${new URLSearchParams(parameters)}`);
	if (response.status === 404) {
		return null;
	}
	if (response.status === 400) {
		const wrong = await response.json().catch(() => null);
		if (typeof wrong?.parameter === 'string') {
			return { wrong };
		}
	}
	const sockets = await read(response);
	if (!Array.isArray(sockets?.sockets)) {
		throw new Problem(`What answers at ${ENDPOINT} is not the endpoint: it tells of no sockets.`);
	}
	return sockets;
}

function socketPath(name, id) {
	return `/${encodeURIComponent(name)}/${encodeURIComponent(id)}`;
}

// -- What is looked at -----------------------------------------------------------------------------------------------

const view = {
	/** Goes up with each choice of the user's: an answer to an earlier one is not shown. */
	version: 0,
	/** Of the server or client, null for the one that has the most sockets now. */
	name: null,
	sort: 'age',
	ascending: false,
	page: 0,
	/** Rows of a page, 0 for as many as the endpoint gives. */
	size: 50,
	filter: { remote: '', idleFor: '', minPending: '' },
	/** What the endpoint says of those that it does not take. They are left out. */
	wrong: {},
	/** Sockets that fit the filter, as of the last answer. */
	matching: 0,
	/** Whether the endpoint closes sockets, null as long as that is not known. */
	closable: null,
};

function change(choice) {
	Object.assign(view, { page: 0 }, choice);
	view.version++;
	refresh();
}

function isFiltered() {
	return Object.values(view.filter).some((value) => value !== '');
}

/**
 * Returns which part of its list the endpoint is asked for. It lists the largest first; the smallest first is its list
 * from the end, turned round.
 */
function part(size) {
	if (!view.ascending) {
		return { offset: view.page * size, limit: size };
	}
	const end = Math.max(1, view.matching - view.page * size);
	return { offset: Math.max(0, end - size), limit: Math.min(end, size) };
}

async function askForPage(name) {
	const filter = () => Object.entries(view.filter).filter(([name, value]) => value !== '' && !(name in view.wrong));
	const ask = () => askForSockets(name,
		{ sort: view.sort, ...Object.fromEntries(filter()), ...((view.size > 0) ? part(view.size) : {}) });
	const version = view.version;
	let answer = await ask();
	while (answer?.wrong && version === view.version) {
		leaveOut(answer.wrong);
		answer = await ask();
	}
	if (version !== view.version || answer === null) {
		return answer;
	}
	view.size ||= answer.limit;
	const counted = view.matching;
	view.matching = answer.matching;
	const pages = Math.max(1, Math.ceil(view.matching / view.size));
	if (view.page >= pages || (view.ascending && counted !== view.matching)) {
		view.page = Math.min(view.page, pages - 1);
		answer = await ask();
	}
	if (view.ascending) {
		answer?.sockets?.reverse();
	}
	return answer;
}

function leaveOut({ parameter, message }) {
	if (parameter === 'limit' && view.size > 0) {
		// The application lists fewer at a time than we want: then as many as it gives.
		view.size = 0;
	}
	else if (parameter in view.filter && !(parameter in view.wrong)) {
		view.wrong[parameter] = message;
	}
	else {
		throw new Problem(`The endpoint does not take what this page asks for: ${printable(message)}`);
	}
}

// -- Charts ----------------------------------------------------------------------------------------------------------

/** What was counted in the last minutes, in columns as uPlot wants them. */
class History {

	seconds = [];

	in = [];

	out = [];

	open = [];

	#last = null;

	add(seconds, open, traffic) {
		const last = this.#last;
		const step = (last !== null) ? seconds - last.seconds : 0;
		if (last !== null && step <= 0) {
			return;
		}
		if (step > LONGEST_STEP_SECONDS) {
			this.#push(last.seconds + 1, null, null, null);
		}
		// The counters of an application that was started anew begin anew.
		const known = step > 0 && step <= LONGEST_STEP_SECONDS
			&& traffic.bytesRead >= last.bytesRead && traffic.bytesWritten >= last.bytesWritten;
		this.#push(seconds, known ? (traffic.bytesRead - last.bytesRead) / step : null,
			known ? (traffic.bytesWritten - last.bytesWritten) / step : null, open);
		this.#last = { seconds, bytesRead: traffic.bytesRead, bytesWritten: traffic.bytesWritten };
	}

	#push(seconds, ...values) {
		this.seconds.push(seconds);
		[this.in, this.out, this.open].forEach((column, index) => column.push(values[index]));
		const old = this.seconds.findIndex((one) => one >= seconds - HISTORY_SECONDS);
		[this.seconds, this.in, this.out, this.open].forEach((column) => column.splice(0, old));
	}

	at(index) {
		return { seconds: this.seconds[index], in: this.in[index], out: this.out[index], open: this.open[index] };
	}

	latest() {
		return (this.seconds.length > 0) ? this.at(this.seconds.length - 1) : { in: null, out: null, open: null };
	}

}

function colour(name) {
	return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A chart over time. Beside it stands in words what it shows last, or where the pointer is. */
class Chart {

	#history = new History();

	/**
	 * @param figure where
	 * @param columns what, of a history
	 * @param smallest the least that the axis goes up to
	 * @param steps between the lines of the grid
	 * @param text how a value is written
	 */
	constructor(figure, columns, smallest, steps, text) {
		this.fields = fields(figure);
		this.columns = columns;
		this.text = text;
		const plot = figure.querySelector('.plot');
		// Without its library, what stands beside the chart is all there is.
		this.plot = (globalThis.uPlot) ? this.#draw(plot, smallest, steps) : null;
		if (this.plot !== null) {
			new ResizeObserver(() => this.plot.setSize(Chart.#size(plot))).observe(plot);
			matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.plot.redraw());
		}
	}

	#draw(plot, smallest, steps) {
		const axis = {
			stroke: () => colour('--soft'),
			font: '11px system-ui, sans-serif',
			grid: { stroke: () => colour('--grid'), width: 1 },
			ticks: { show: false },
		};
		return new uPlot({
			...Chart.#size(plot),
			legend: { show: false },
			padding: [10, 18, 0, 0],
			cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 }, sync: { key: 'time' } },
			scales: {
				x: { range: (_, __, newest) => [(newest ?? HISTORY_SECONDS) - HISTORY_SECONDS, newest ?? HISTORY_SECONDS] },
				y: { range: (_, __, highest) => [0, Math.max(smallest, (highest ?? 0) * 1.15)] },
			},
			axes: [
				{ ...axis, incrs: [15, 30, 60], space: 62, size: 24, gap: 4,
					// Not below the values of the other axis.
					values: (chart, splits) => splits.map((seconds) => (seconds < chart.scales.x.min + 20) ? '' : time(seconds * 1000)) },
				{ ...axis, incrs: steps, space: 20, size: 64, gap: 6,
					values: (_, splits) => splits.map((value) => this.text(value).replace('.0', '')) },
			],
			series: [{}, ...this.columns.map((name) => ({
				stroke: () => colour(`--${name}`),
				fill: () => colour(`--${name}-area`),
				width: 2,
				points: { show: false },
				// Told apart without colours, too.
				dash: (name === 'out') ? [6, 3] : undefined,
				paths: (name === 'open') ? uPlot.paths.stepped({ align: 1 }) : undefined,
			}))],
			hooks: { setCursor: [(chart) => this.#write(chart.cursor.idx)] },
		}, [[], ...this.columns.map(() => [])], plot);
	}

	static #size(plot) {
		return { width: Math.max(plot.clientWidth, 100), height: Math.max(plot.clientHeight, 60) };
	}

	paint(history) {
		this.#history = history;
		this.plot?.setData([history.seconds, ...this.columns.map((name) => history[name])]);
		this.#write(this.plot?.cursor.idx);
	}

	#write(index) {
		const pointed = Number.isInteger(index) && index < this.#history.seconds.length;
		const values = (pointed) ? this.#history.at(index) : this.#history.latest();
		this.columns.forEach((name) => show(this.fields[name], (values[name] === null) ? '–' : this.text(values[name])));
		show(this.fields.time, (pointed) ? `at ${time(values.seconds * 1000)}` : '');
	}

}

const POWERS_OF_TWO = Array.from({ length: 51 }, (_, exponent) => 2 ** exponent);

const WHOLE_NUMBERS = Array.from({ length: 8 }, (_, exponent) => [1, 2, 5].map((digit) => digit * 10 ** exponent)).flat();

const charts = [
	new Chart($('throughput'), ['in', 'out'], 1024, POWERS_OF_TWO, rate),
	new Chart($('open'), ['open'], 5, WHOLE_NUMBERS, number),
];

// -- Servers and clients ---------------------------------------------------------------------------------------------

/** A server or a client, as a link that chooses its sockets. */
class Group {

	history = new History();

	constructor(kind, name) {
		this.kind = kind;
		this.name = name;
		this.element = copyOf('group');
		this.link = this.element.querySelector('a');
		this.link.href = `#/${encodeURIComponent(name)}`;
		this.fields = fields(this.element);
	}

	get isServer() {
		return this.kind === 'server';
	}

	get open() {
		return this.isServer ? this.description.connections.open : this.description.open;
	}

	get limits() {
		return this.isServer ? this.description.limits.socket : this.description.limits;
	}

	update(description, instant) {
		this.description = description;
		this.history.add(Date.parse(instant) / 1000, this.open, description.traffic);
		const now = this.history.latest();
		const most = description.limits?.maxConnections;
		show(this.fields.name, printable(this.name));
		show(this.fields.state, `${this.isServer ? '' : 'client, '}${words(description.state)}`);
		this.fields.state.dataset.state = description.state;
		show(this.fields.address, [address(description), description.transport && words(description.transport),
			description.tls && 'TLS'].filter(Boolean).map(printable).join(' · '));
		show(this.fields.open, (most > 0) ? `${number(this.open)} of ${number(most)}` : number(this.open));
		show(this.fields.in, rate(now.in));
		show(this.fields.out, rate(now.out));
		show(this.fields.pending, bytes(description.traffic.pendingBytes));
		show(this.fields.trouble, this.#troubles(Date.parse(instant)).join(', '));
	}

	/** What somebody should look at. */
	#troubles(now) {
		const { connections, failures, tls } = this.description;
		const expires = Math.min(...(tls?.certificates ?? []).map((certificate) => Date.parse(certificate.expires)));
		const count = (many, what) => (many > 0) ? `${number(many)} ${what}` : null;
		return [
			count(connections?.rejected, 'rejected'),
			count(connections?.acceptFailures, 'times not accepted'),
			count(connections?.handshakeFailures, 'handshakes failed'),
			count(failures, 'attempts failed'),
			(expires < now) ? 'certificate has expired' : null,
			(expires >= now && expires < now + 14 * DAY_MILLIS) ? `certificate expires in ${duration(expires - now)}` : null,
		].filter((trouble) => trouble !== null);
	}

	choose(chosen) {
		if (chosen) {
			this.link.setAttribute('aria-current', 'true');
		}
		else {
			this.link.removeAttribute('aria-current');
		}
	}

	about() {
		const { handlers, tls, limits, connections, attempts, lastFailure, generation } = this.description;
		const socket = this.limits;
		return [
			['Address', address(this.description)],
			['Handlers', (handlers ?? []).map((handler) => `${handler.event ?? ''} ${handler.method}`.trim()).join('; ')],
			['Accepted', connections && number(connections.accepted)],
			['Closed', connections && Object.entries(connections.closed).map(([reason, count]) => `${number(count)} ${words(reason)}`).join(', ')],
			['Attempts', attempts && number(attempts)],
			['Last failure', lastFailure],
			['Handlers replaced', (generation > 0) ? `${number(generation)} times` : null],
			['TLS', tls && [tls.bundle && `bundle ${tls.bundle}`, ...(tls.protocols ?? [])].filter(Boolean).join(', ')],
			['Certificates', (tls?.certificates ?? []).map((one) => `${one.subject} until ${printable(one.expires).slice(0, 10)}`).join('; ')],
			['Most connections', limits?.maxConnections > 0 ? number(limits.maxConnections) : null],
			['Pending at most', socket && `${bytes(socket.highWaterMark)} by write, ${bytes(socket.maxPending)} by send`],
			['Idle timeout', socket && limit(socket.idleTimeout)],
			['Read, write timeout', socket && `${limit(socket.readTimeout)}, ${limit(socket.writeTimeout)}`],
			['Longest frame', socket?.maxFrame && bytes(socket.maxFrame)],
		];
	}

	/** What to type to be the first. */
	invitation() {
		const { port, tls } = this.description;
		if (!this.isServer || !(port > 0)) {
			return '';
		}
		const host = location.hostname;
		return tls ? ` Open one: openssl s_client -quiet -connect ${host}:${port}` : ` Open one: nc ${host} ${port}`;
	}

}

const groups = new Map();

function updateGroups(all) {
	const described = [
		...all.servers.map((server) => ['server', server]),
		...all.clients.map((client) => ['client', client]),
	];
	const elements = described.map(([kind, description]) => {
		const key = `${kind} ${description.name}`;
		const group = groups.get(key) ?? new Group(kind, String(description.name));
		groups.set(key, group);
		group.update(description, all.time);
		return group.element;
	});
	for (const [key, group] of groups) {
		if (!elements.includes(group.element)) {
			group.element.remove();
			groups.delete(key);
		}
	}
	arrange($('groups'), elements);
}

/** Returns what somebody who has not chosen wants to see, most likely. */
function busiest() {
	const byOpen = [...groups.values()].sort((one, other) => other.open - one.open);
	return byOpen[0]?.name ?? null;
}

function groupsOf(name) {
	return [...groups.values()].filter((group) => group.name === name);
}

// -- Sockets ---------------------------------------------------------------------------------------------------------

const table = document.querySelector('#sockets table');

/** A socket, as a row of the table and one below it that is opened for more. */
class Row {

	constructor(group, id) {
		this.id = id;
		this.element = copyOf('socket');
		this.element.dataset.id = id;
		this.fields = fields(this.element);
		this.peer = this.element.querySelector('.peer');
		this.bar = this.element.querySelector('.bar');
		this.close = this.element.querySelector('.close');
		this.more = this.element.querySelector('.more');
		this.peer.addEventListener('click', () => this.#open(this.more.hidden));
		this.close.addEventListener('click', () => askBeforeClosing(group, this));
	}

	#open(open) {
		this.more.hidden = !open;
		this.peer.setAttribute('aria-expanded', String(open));
	}

	get isClosing() {
		return this.close.getAttribute('aria-disabled') === 'true';
	}

	/** Returns what the socket is called, to people. */
	get title() {
		return (this.socket.remoteAddress) ? `#${printable(this.id)}, ${printable(this.socket.remoteAddress)}` : `#${printable(this.id)}`;
	}

	update(socket, now, limits) {
		this.socket = socket;
		show(this.fields.peer, printable(socket.remoteAddress ?? `Socket ${this.id}`));
		show(this.fields.id, socket.remoteAddress ? `#${printable(this.id)}` : '');
		show(this.fields.tls, socket.tls ? printable(socket.tls.protocol) : '');
		this.fields.tls.hidden = !socket.tls;
		for (const flag of ['client', 'paused', 'halfClosed']) {
			this.fields[flag].hidden = socket[flag] !== true;
		}
		show(this.fields.age, socket.openedAt ? duration(now - Date.parse(socket.openedAt)) : '–');
		show(this.fields.idle, duration(socket.idleMillis));
		show(this.fields.in, bytes(socket.bytesRead));
		show(this.fields.out, bytes(socket.bytesWritten));
		this.#showPending(socket.pendingBytes, limits);
		this.#showClosing(this.isClosing || socket.closing === true);
		this.close.hidden = view.closable === false;
		this.close.setAttribute('aria-label', `Close ${this.title}`);
		if (!this.more.hidden) {
			this.#describe(now);
		}
	}

	/** The bar is full at the high-water mark. From there on the server waits for its peer. */
	#showPending(pending, limits) {
		const full = limits?.highWaterMark || 64 * 1024;
		show(this.fields.pending, bytes(pending));
		this.bar.style.setProperty('--fill', String(Math.min(1, pending / full)));
		this.bar.dataset.level = (pending === 0) ? 'none' : (pending < full) ? 'some' : 'full';
	}

	#showClosing(closing) {
		this.fields.closing.hidden = !closing;
		this.close.setAttribute('aria-disabled', String(closing));
	}

	setClosing() {
		this.#showClosing(true);
	}

	#describe(now) {
		const { localAddress, remoteAddress, openedAt, bytesRead, bytesWritten, generation, tls } = this.socket;
		describe(this.more.querySelector('dl'), [
			['Peer', remoteAddress],
			['This side', localAddress],
			['Opened', openedAt && `${new Date(openedAt).toLocaleString('en-GB')}, ${duration(now - Date.parse(openedAt))} ago`],
			['Received', `${number(bytesRead)} bytes`],
			['Sent', `${number(bytesWritten)} bytes`],
			['Handlers replaced', (generation > 0) ? `${number(generation)} times` : null],
			['TLS', tls && `${tls.protocol}, ${tls.cipherSuite}`],
			['Asked for', tls?.serverName],
			['Protocol', tls?.applicationProtocol],
			['Certificate', tls?.peerSubject && `${tls.peerSubject}${tls.authorized ? '' : ', not authorized'}`],
		]);
	}

}

let rows = new Map();

/** Puts children into their order. One of them may be pinned: it stays where it is, as moving it would take its focus. */
function arrange(parent, children, pinned = null) {
	const index = children.indexOf(pinned);
	let next = children[index] ?? null;
	for (const child of children.slice(0, Math.max(0, index)).reverse()) {
		if (child.nextElementSibling !== next || child.parentElement !== parent) {
			parent.insertBefore(child, next);
		}
		next = child;
	}
	let previous = children[index] ?? null;
	for (const child of children.slice(index + 1)) {
		const before = (previous !== null) ? previous.nextElementSibling : parent.querySelector(':scope > :not(thead)');
		if (before !== child) {
			parent.insertBefore(child, before);
		}
		previous = child;
	}
}

/** Returns the row that has the focus, or some text that is selected. */
function pinnedRow() {
	const selection = getSelection();
	const selected = (selection.isCollapsed) ? null : selection.anchorNode?.parentElement?.closest('tbody');
	return document.activeElement?.closest('#sockets tbody') ?? selected ?? null;
}

function updateRows(name, answer) {
	const now = Date.parse(answer.time);
	const limitsOf = (socket) => groupsOf(name).find((group) => group.isServer !== socket.client)?.limits;
	const listed = new Map();
	for (const socket of answer.sockets) {
		const id = String(socket.id);
		const row = rows.get(id) ?? new Row(name, id);
		row.update(socket, now, limitsOf(socket));
		listed.set(id, row);
	}
	const gone = [...rows.values()].filter((row) => !listed.has(row.id));
	const left = gone.find((row) => row.element.contains(document.activeElement));
	const position = (left !== undefined) ? [...rows.values()].indexOf(left) : -1;
	rows = listed;
	gone.forEach((row) => row.element.remove());
	arrange(table, [...rows.values()].map((row) => row.element), pinnedRow());
	rows = new Map([...table.tBodies].map((element) => [element.dataset.id, rows.get(element.dataset.id)]));
	if (left !== undefined) {
		focusNear(position, left);
	}
}

/** Somebody worked in a row that is no longer there: goes on with the one that has taken its place. */
function focusNear(position, left) {
	const near = [...rows.values()][Math.min(position, rows.size - 1)];
	if (near !== undefined) {
		((near.close.hidden) ? near.peer : near.close).focus();
	}
	else {
		$('sockets').focus();
	}
	if (!left.isClosing) {
		announce(`${left.title} is no longer listed.`);
	}
}

function showSockets(name, answer) {
	const its = groupsOf(name);
	const gone = its.length === 0 || answer === null;
	$('sockets').hidden = false;
	$('charts').hidden = gone;
	show($('sockets-title'), `Sockets of ${printable(name)}`);
	groups.forEach((group) => group.choose(group.name === name));
	$('about').hidden = gone;
	$('filter').hidden = gone;
	if (!gone) {
		describe($('about').querySelector('dl'), its.flatMap((group) => group.about()));
		charts.forEach((chart) => chart.paint(its[0].history));
	}
	showWrong();
	updateRows(name, answer ?? { sockets: [] });
	const { matching = 0, total = 0 } = answer ?? {};
	showEmpty((gone) ? `Nothing is called ${printable(name)} now. Once a server or client is, its sockets are shown.`
		: (total === 0) ? `No open sockets.${its[0].invitation()}`
			: (matching === 0) ? `None of ${number(total)} open sockets fits the filter.` : '');
	showPage(matching, total);
	$('read-only').hidden = gone || view.closable !== false;
	const hidden = rows.size > 0 && [...rows.values()].every((row) => !row.socket.remoteAddress) && its.every((group) => group.description.port !== -1);
	$('peers-hidden').hidden = !hidden;
	document.forms.filter.elements.remote.disabled = hidden && view.filter.remote === '';
}

function showEmpty(text) {
	show($('empty'), text);
	$('empty').hidden = text === '';
	table.hidden = text !== '';
}

function showPage(matching, total) {
	const first = view.page * view.size + 1;
	const last = Math.min(matching, first + view.size - 1);
	const range = (matching > view.size) ? `${number(first)}–${number(last)} of ` : '';
	show($('count'), (matching === 0) ? '' : `${range}${number(matching)}${(matching < total) ? ` that fit, ${number(total)} open` : ' open'}`);
	$('previous').setAttribute('aria-disabled', String(view.page === 0));
	$('next').setAttribute('aria-disabled', String(last >= matching));
	$('pager').classList.toggle('single', matching <= view.size);
	$('clear').hidden = !isFiltered();
}

function showWrong() {
	for (const name of Object.keys(view.filter)) {
		const wrong = name in view.wrong;
		show($(`${name}-error`), wrong ? `Not filtered by this. ${printable(view.wrong[name])}` : '');
		document.forms.filter.elements[name].setAttribute('aria-invalid', String(wrong));
	}
}

// -- Closing ---------------------------------------------------------------------------------------------------------

const READ_ONLY = 'It stays open: the endpoint is read only. Set management.endpoint.tcp.access: unrestricted to change that.';

/** The row that was closed last, from here, until its socket is gone. */
let closing = null;

function tell(text) {
	show($('message'), text);
}

function askBeforeClosing(name, row) {
	if (row.isClosing) {
		return;
	}
	const dialog = $('close');
	const { idleMillis, bytesRead, bytesWritten } = row.socket;
	show($('close-what'), `${row.title}, of ${printable(name)}: idle for ${duration(idleMillis)}, ${bytes(bytesRead)} in, ${bytes(bytesWritten)} out.`);
	dialog.returnValue = 'keep';
	dialog.onclose = () => {
		if (dialog.returnValue === 'close') {
			close(name, row);
		}
	};
	dialog.showModal();
}

async function close(name, row) {
	tell(`${row.title}: closing …`);
	try {
		const response = await request(socketPath(name, row.id), { method: 'DELETE' });
		if (response.ok) {
			row.setClosing();
			closing = { name, row };
			tell(`${row.title} is closing.`);
		}
		else {
			tell(`${row.title}: ${await whyNot(response.status, name, row)}`);
		}
	}
	catch (error) {
		tell(`${row.title}: ${error.message} It may still be open.`);
	}
	refresh();
}

/** A socket that is not listed may as well be on another page. */
async function followClosing() {
	if (closing !== null && !rows.has(closing.row.id)) {
		const { name, row } = closing;
		if ((await request(socketPath(name, row.id))).status === 404) {
			closing = null;
			tell(`${row.title} is closed.`);
		}
	}
}

async function whyNot(status, name, row) {
	if (status === 401 || status === 403) {
		return `you may not close sockets (status ${status}).`;
	}
	// Where nothing can be closed at all, that is not found either.
	if (status === 405 || (status === 404 && (await request(socketPath(name, row.id))).ok)) {
		view.closable = false;
		return READ_ONLY;
	}
	return (status === 404) ? 'had closed already.' : `the endpoint answers with status ${status}. It may still be open.`;
}

/** Asks what may be done with a socket, before a button offers what would be refused. */
async function learnWhetherClosable(name, answer) {
	if (view.closable !== null || !answer?.sockets?.length) {
		return;
	}
	const allowed = (await request(socketPath(name, answer.sockets[0].id), { method: 'OPTIONS' })).headers.get('Allow');
	view.closable = allowed === null || allowed.toUpperCase().split(/\s*,\s*/).includes('DELETE');
}

// -- Once a second ---------------------------------------------------------------------------------------------------

const clock = { timer: 0, running: false, again: false, paused: false, lastAnswer: null };

/** Looks now, and from then on each second. While an answer is awaited it only remembers to look again. */
async function refresh() {
	if (document.hidden) {
		return;
	}
	if (clock.running) {
		clock.again = true;
		return;
	}
	clearTimeout(clock.timer);
	clock.running = true;
	const started = performance.now();
	do {
		clock.again = false;
		await look();
	}
	while (clock.again && !document.hidden);
	clock.running = false;
	if (!document.hidden && !clock.paused) {
		clock.timer = setTimeout(refresh, Math.max(0, INTERVAL_MILLIS - (performance.now() - started)));
	}
}

async function look() {
	const late = setTimeout(() => showStatus('late'), LATE_MILLIS);
	try {
		const version = view.version;
		const all = await askForAll();
		updateGroups(all);
		view.name ??= busiest();
		const name = view.name;
		if (name === null) {
			showNobody();
		}
		else {
			const answer = (groupsOf(name).length > 0) ? await askForPage(name) : null;
			await learnWhetherClosable(name, answer);
			if (version === view.version) {
				showSockets(name, answer);
				await followClosing();
			}
			showNotice('');
		}
		clock.lastAnswer = Date.now();
		showStatus((clock.paused) ? 'paused' : 'live');
	}
	catch (error) {
		if (!(error instanceof Problem)) {
			console.error(error);
		}
		showNotice((error instanceof Problem) ? error.message : `This page cannot show what the endpoint answers: ${printable(error.message)}`);
		// It may come back as another one.
		view.closable = null;
		showStatus('stale');
	}
	finally {
		clearTimeout(late);
	}
}

function showNobody() {
	$('charts').hidden = true;
	$('sockets').hidden = true;
	showNotice('This application has no TCP servers or clients.');
}

function showNotice(text) {
	show($('notice'), text);
	$('notice').hidden = text === '';
}

const STATUS = {
	live: (at) => `Live, ${at}`,
	paused: (at) => `Paused at ${at}`,
	late: (at) => `Waiting, last answer ${at}`,
	stale: (at) => `Not live, last answer ${at}`,
};

function showStatus(state) {
	const at = (clock.lastAnswer !== null) ? time(clock.lastAnswer) : 'never';
	const before = $('status').dataset.state;
	$('status').dataset.state = state;
	show($('status-text'), STATUS[state](at));
	$('live').classList.toggle('old', state === 'stale' || state === 'late');
	if (state === 'live' && before === 'stale') {
		announce('Live again.');
	}
}

// -- What the user does ----------------------------------------------------------------------------------------------

function chooseByAddress() {
	if (location.hash === '' || location.hash.startsWith('#/')) {
		rows.forEach((row) => row.element.remove());
		rows.clear();
		closing = null;
		tell('');
		change({ name: nameInAddress(), matching: 0 });
	}
}

function nameInAddress() {
	const name = location.hash.slice(2);
	try {
		return (name === '') ? null : decodeURIComponent(name);
	}
	catch (malformed) {
		return name;
	}
}

function sortBy(sort, ascending) {
	for (const button of table.querySelectorAll('[data-sort]')) {
		const header = button.closest('th');
		if (button.dataset.sort === sort) {
			header.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
		}
		else {
			header.removeAttribute('aria-sort');
		}
	}
	document.forms.filter.elements.order.value = ascending ? `${sort} ascending` : sort;
	change({ sort, ascending });
}

function filter() {
	const form = document.forms.filter.elements;
	change({
		filter: Object.fromEntries(Object.keys(view.filter).map((name) => [name, form[name].value.trim()])),
		wrong: {},
		size: Number(form.size.value),
	});
}

function turnPage(button, step) {
	if (button.getAttribute('aria-disabled') !== 'true') {
		change({ page: view.page + step });
	}
}

/** Up and down go from row to row. */
function stepThroughRows(event) {
	const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
	const kind = ['peer', 'close'].find((one) => event.target.classList.contains(one));
	if (step !== undefined && kind !== undefined) {
		const all = [...rows.values()];
		const next = all[all.findIndex((row) => row[kind] === event.target) + step];
		if (next !== undefined) {
			event.preventDefault();
			next[kind].focus();
		}
	}
}

let typing = 0;

$('filter').addEventListener('submit', (event) => event.preventDefault());
$('filter').addEventListener('input', (event) => {
	if (event.target.matches('input')) {
		clearTimeout(typing);
		typing = setTimeout(filter, 250);
	}
});
document.forms.filter.elements.size.addEventListener('change', filter);
$('filter').addEventListener('reset', () => {
	const { remote } = document.forms.filter.elements;
	remote.focus();
	setTimeout(() => {
		document.forms.filter.elements.order.value = view.ascending ? `${view.sort} ascending` : view.sort;
		filter();
	});
});
document.forms.filter.elements.order.addEventListener('change', (event) => {
	const [sort, ascending] = event.target.value.split(' ');
	sortBy(sort, ascending !== undefined);
});
for (const button of table.querySelectorAll('[data-sort]')) {
	button.addEventListener('click', () => sortBy(button.dataset.sort, view.sort === button.dataset.sort && !view.ascending));
}
$('previous').addEventListener('click', (event) => turnPage(event.currentTarget, -1));
$('next').addEventListener('click', (event) => turnPage(event.currentTarget, 1));
table.addEventListener('keydown', stepThroughRows);
$('pause').addEventListener('click', () => {
	clock.paused = !clock.paused;
	$('pause').setAttribute('aria-pressed', String(clock.paused));
	refresh();
});
addEventListener('hashchange', chooseByAddress);
document.addEventListener('visibilitychange', () => {
	if (document.hidden) {
		clearTimeout(clock.timer);
	}
	else if (!clock.paused) {
		refresh();
	}
});

chooseByAddress();
