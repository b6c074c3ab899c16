// Package store keeps everything that must not be forgotten in Redis: tasks,
// jobs, indexes, mails and PDFs, where cards were posted, leases, figures, and
// the records of the embedded back office.
//
// It decides nothing: what may happen to a task is said in agent/task, and what
// is done with a job is said by the workers. It calls no chat and no mailbox.
//
// One event on its way through: the caller reads a task (Desk.Task, one GET),
// lets task.Apply make a new one, and hands both with the effects to Desk.Write.
// Write is one script (scripts/write.lua): it compares the revision, and stores
// the task, its indexes, its jobs, its figures and the mail it took, or nothing
// at all. A worker gets the job by Desk.Take, does it, writes the outcome as
// another Change and calls Desk.Done. Who watches live pages hears of the write
// by Desk.Watch.
//
// Every key of a desk has the hash tag {desk} and every key of a back office
// {erp:NAME}, so each script touches one slot of a Redis Cluster. All key names
// are in keys.go. Scripts are in scripts/*.lua with KEYS, ARGV and results at
// their head. Redis 6.2 or newer is needed.
//
// A repeat does no harm: the client repeats a command when the connection
// breaks, and every script either recognises its own earlier success or may run
// twice.
//
// Goroutines: Desk.Watch starts one, which ends with its context.
package store
