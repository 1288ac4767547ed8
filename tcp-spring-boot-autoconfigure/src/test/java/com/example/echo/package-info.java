/**
 * The application of docs/getting-started.md and docs/testing.md.
 */
@NullMarked
package com.example.echo;

import org.jspecify.annotations.NullMarked;
