package io.tcpboot.autoconfigure.devtools;

import java.io.Serializable;

/**
 * Written in the place of an object that lives on as it is.
 *
 * @param index of the object, in the order of writing
 */
record KeptReference(int index) implements Serializable {

}
