package io.tcpboot.autoconfigure.devtools;

/**
 * Why the data of a socket is lost. Text only: an exception would keep the classes of its
 * stack trace.
 *
 * @param type the class of the data
 * @param reason the exception, which names the class inside if that is the culprit
 */
record DataFailure(String type, String reason) {

	static DataFailure of(String type, Throwable failure) {
		return new DataFailure(type, describe(failure));
	}

	static DataFailure mistaken(Object data, Class<?> expected) {
		return new DataFailure(data.getClass().getName(), "handlers take it for " + expected.getName() + " now");
	}

	/**
	 * Describe an exception that may be of the user's own making.
	 */
	private static String describe(Throwable failure) {
		try {
			return failure.toString();
		}
		catch (Throwable ex) {
			return failure.getClass().getName();
		}
	}

	@Override
	public String toString() {
		return this.type + " (" + this.reason + ")";
	}

}
