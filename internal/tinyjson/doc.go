// Package tinyjson reads and writes JSON where every kilobyte counts: in what a
// browser downloads before it can sign. A [Reader] takes a text apart value by
// value, in the order in which the values stand; a [Writer] appends them. There is
// no reflection and no tree of values, so a caller names the fields that it wants.
//
// What is read is held to RFC 8259 and to the advice of RFC 7493 (I-JSON): broken
// UTF-8, half a surrogate pair and a name that stands twice in an object are
// errors, since readers do not agree on what such a text says. Floating point is
// left out: a number is its text, or a whole number.
//
// Whatever the text is, the time is proportional to its length and nesting is
// limited by [MaxDepth]. Only white space may follow the value, see [Reader.End].
package tinyjson
