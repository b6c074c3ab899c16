// Package eval measures how well mails are understood and items found: it gives
// the program mails whose truth is known and counts what it got right.
//
// It knows the program by its interface alone: mails go in as files to `read
// --json`, queries to `find --json`, and what is judged is the JSON that anybody
// gets. It has no opinion on how a reader works, and no threshold: the figures are
// kept in ../EVAL.md and testdata/recorded.txt, and a test of the program says
// when one of them falls.
//
// Our own cases are text files (cases.go): a truth that a careful salesperson
// wrote down before the mail was read by anything, then the mail. They become
// messages (message.go) of the sample company's customers, those of a conversation
// with the mail before it; some are about a second company of another trade, whose
// data lies beside them (testdata/second) and is given to the program. Answers are compared line by line (judge.go) and
// counted by language and by kind (score.go). Data of others in rows of JSON is
// measured by the rules its rows carry (peer.go).
package eval
