package io.tcpboot.autoconfigure.devtools;

/**
 * Sources of servers that answer a text with their version, the text, and how many texts
 * there were on that socket; and print what else happens.
 */
final class Servers {

	/** What all servers have in common. */
	static final String COUNTER = """
			abstract class Counter {

				record Session(int count) implements Serializable {

				}

				abstract String version();

				@OnOpen
				void open(TcpSocket<Session> socket) {
					socket.data(new Session(0));
					print("open");
				}

				@OnData
				String data(TcpSocket<Session> socket, Session session, String text) {
					socket.data(new Session(session.count() + 1));
					return version() + " " + text + " " + socket.data().count();
				}

				@OnClose
				void close(CloseReason reason, Session session) {
					print("close " + reason + " " + session.count());
				}

				private void print(String event) {
					System.out.println(getClass().getSimpleName() + " " + version() + " " + event);
				}

			}
			""";

	private Servers() {
	}

	/**
	 * Return the source of a server, version one.
	 * @param annotation what stands between the parentheses of its annotation
	 */
	static String server(String name, String annotation) {
		return """
				@TcpServer(%s)
				class %s extends Counter {

					@Override
					String version() {
						return "v1";
					}

				}
				""".formatted(annotation, name);
	}

}
