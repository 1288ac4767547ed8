package io.tcpboot.autoconfigure.devtools;

import java.util.AbstractList;

/**
 * A collection without type parameters, not serializable, of a class that stays.
 */
public class StayingList extends AbstractList<Object> {

	@Override
	public Object get(int index) {
		throw new IndexOutOfBoundsException(index);
	}

	@Override
	public int size() {
		return 0;
	}

}
