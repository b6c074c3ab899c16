// Package mail is the desk's mailbox: it watches a folder, makes plain values
// out of whatever arrives, and sends what people confirmed.
//
// It decides nothing about tasks: it says what a mail is (automatic, a bounce,
// forwarded, verified), never what is done with it. It keeps no state but the
// flags in the mailbox and a short note given to Memory.
//
// One mail in: Watcher fetches the bytes with BODY.PEEK, Parse makes a Message,
// Key names it for ever, the caller's Handle stores both, and only then is the
// keyword set in the mailbox. A crash in between brings the mail again, and its
// key is known.
//
// One mail out: Compose makes the same bytes from the same Outgoing each time,
// Sender hands them to the server and calls commit right before the final dot,
// SentFolder keeps the copy and answers whether a mail has left before.
//
// The memory server and the fault proxy for tests are in mailtest, the pair of
// servers for the demo is in mailserver.
package mail
