package io.tcpboot;

/**
 * How far a socket is on its way to the end. Only {@link SocketLife} writes it, on the
 * event loop.
 *
 * <pre>
 *  NEW --> OPEN --> ENDING --> ENDED ----> CLOSED
 *   |        |         |         |          ^ ^
 *   |        `---> FLUSHING -> LINGERING ---' |
 *   `-----------------------------------------'   (from any state: reset, terminate)
 * </pre>
 *
 * <table>
 * <caption>What a state does</caption>
 * <tr>
 * <th></th>
 * <th>takes writes</th>
 * <th>delivers data</th>
 * <th>FIN sent</th>
 * </tr>
 * <tr>
 * <td>OPEN</td>
 * <td>yes</td>
 * <td>yes</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>ENDING</td>
 * <td>no</td>
 * <td>yes</td>
 * <td>when all is written</td>
 * </tr>
 * <tr>
 * <td>ENDED</td>
 * <td>no</td>
 * <td>yes</td>
 * <td>yes</td>
 * </tr>
 * <tr>
 * <td>FLUSHING</td>
 * <td>no</td>
 * <td>no, drops it</td>
 * <td>when all is written</td>
 * </tr>
 * <tr>
 * <td>LINGERING</td>
 * <td>no</td>
 * <td>no, drops it</td>
 * <td>yes</td>
 * </tr>
 * </table>
 */
enum Lifecycle {

	NEW, OPEN, ENDING, ENDED, FLUSHING, LINGERING, CLOSED;

	Lifecycle to(Lifecycle target) {
		boolean legal = switch (target) {
			case NEW -> false;
			case OPEN -> this == NEW;
			case ENDING -> this == OPEN;
			case ENDED -> this == ENDING;
			case FLUSHING -> this == OPEN || this == ENDING;
			case LINGERING -> this == FLUSHING || this == ENDED;
			case CLOSED -> this != CLOSED;
		};
		if (!legal) {
			throw new IllegalStateException("socket is " + this + ", cannot become " + target);
		}
		return target;
	}

	/**
	 * Return whether all is to be written and then the FIN to be sent.
	 */
	boolean isFinishing() {
		return this == ENDING || this == FLUSHING;
	}

	boolean isFinSent() {
		return this == ENDED || this == LINGERING;
	}

	boolean isDelivering() {
		return this == OPEN || this == ENDING || this == ENDED;
	}

}
