package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"salesclerk/agent/task"
	"salesclerk/store/redistest"
)

// typical is a task on its way from quote to order, with three lines.
func typical(id string, rev int64, s task.State) task.Task {
	v := sample(id, rev, s)
	reading := &task.Reading{Language: "da", Relevant: true, Intents: []task.Intent{task.QuoteRequest}, Reference: "DC1011234", RequestedDate: "2027-03-02"}
	doc := &task.Document{Kind: task.Quote, Number: "Q-1001", Version: "3", Currency: "EUR", Net: "1240.00", Tax: "310.00", Total: "1550.00"}
	for i := range 3 {
		reading.Lines = append(reading.Lines, task.Line{Text: "2 Antwerp tables, oak", Where: "body", Query: "Antwerp table", Quantity: "2",
			Match: task.One, Items: []task.Candidate{{Number: "1920-S", Score: 0.98, Description: "ANTWERP Conference Table"}}, Confidence: 0.97})
		doc.Lines = append(doc.Lines, task.DocLine{No: i + 1, Item: "1920-S", Description: "ANTWERP Conference Table", Quantity: "2", Unit: "PCS", Price: "420.40", Amount: "840.80", Date: "2027-03-02"})
	}
	v.Party = task.Party{Match: task.One, Contact: "CT-1", Name: "Anna Holm", Email: "anna@nordlys.example", Customer: "10000", Company: "Nordlys A/S"}
	v.Messages = []task.Message{{ID: "<a." + id + "@nordlys.example>", From: "anna@nordlys.example", Name: "Anna Holm", Subject: v.Subject, At: t0, Text: strings.Repeat("Kære salg, send venligst et tilbud. ", 12)}}
	v.Reading, v.Document = reading, doc
	v.Draft = &task.Draft{ID: "<out." + id + "@desk.example>", Kind: task.DraftQuote, To: []string{"anna@nordlys.example"}, Subject: "Re: " + v.Subject, Text: strings.Repeat("Tak for din forespørgsel. ", 15)}
	for i := range 6 {
		v.Steps = append(v.Steps, task.Step{N: i + 1, Kind: task.StepIncoming, Status: task.StepConfirmed, At: t0, Settled: t0, By: &task.Person{ID: "U1", Name: "Sam"}, Action: task.Confirm})
	}
	for i := range 8 {
		v.Seen = append(v.Seen, task.Seen{ID: fmt.Sprint("event-", i)})
	}
	return v
}

// filled writes n tasks, all open.
func filled(b *testing.B, d *Desk, n int) {
	b.Helper()
	for i := range n {
		v := typical("T-"+strconv.Itoa(firstID+i), 1, task.Attention)
		c := change(v)
		c.Threads = []string{v.Messages[0].ID}
		ok(b, d.Write(ctx, c))
	}
}

// BenchmarkClick is what a click costs: Task and Write with a job and a figure.
// It reports commands, the server's bytes per task, and how it stands beside a
// bare GET and EVALSHA of a script with one SET, of the same bytes, on the same
// Redis.
func BenchmarkClick(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint("tasks=", n), func(b *testing.B) {
			s := redistest.Start(b, "--appendonly", "no")
			d := place{"server", Options{URL: s.URL}}.open(b, nil).Desk("north")
			before := memory(s)
			filled(b, d, n)
			size := float64(memory(s)-before) / float64(n)
			measure(b, s, d, n)
			b.ReportMetric(size, "B/task")
		})
	}
}

func measure(b *testing.B, s *redistest.Server, d *Desk, n int) {
	var own, bare time.Duration
	rev := map[string]int64{}
	clicks := 0
	floor := newBare(b, d)
	s.Do("CONFIG", "RESETSTAT")
	for b.Loop() {
		id := "T-" + strconv.Itoa(firstID+clicks*7919%n)
		began := time.Now()
		click(b, d, id, rev)
		mid := time.Now()
		floor.click(b, id)
		bare += time.Since(mid)
		own += mid.Sub(began)
		clicks++
	}
	calls := commands(s)
	b.ReportMetric(float64(calls["get"]+calls["evalsha"]+calls["eval"])/float64(clicks)/2, "commands/click")
	b.ReportMetric(float64(own.Microseconds())/float64(clicks), "µs/click")
	b.ReportMetric(float64(bare.Microseconds())/float64(clicks), "µs/bare")
	b.ReportMetric(float64(own)/float64(bare), "ratio")
	b.ReportMetric(0, "ns/op")
}

// click reads a task and writes it as a decision does.
func click(b *testing.B, d *Desk, id string, rev map[string]int64) {
	v, err := d.Task(ctx, id)
	ok(b, err)
	v.Rev++
	rev[id] = v.Rev
	v.State = task.Working
	if v.Rev%2 == 1 {
		v.State = task.Attention
	}
	v.Updated, v.Since = v.Updated.Add(time.Second), v.Updated
	j := task.Job{Key: fmt.Sprint(id, "/", v.Rev, "/send"), Task: id, Kind: task.JobSend}
	ok(b, d.Write(ctx, change(v, task.Effect{Job: &j}, count("confirmed", 1))))
}

// bareClick is the least a click can be: read the bytes and write them by script.
type bareClick struct {
	rdb    redis.UniversalClient
	script *redis.Script
	keys   keys
}

func newBare(b *testing.B, d *Desk) bareClick {
	s := redis.NewScript("redis.call('SET', KEYS[1], ARGV[1]) return 1")
	ok(b, s.Load(ctx, d.c.rdb).Err())
	return bareClick{d.c.rdb, s, d.keys}
}

func (x bareClick) click(b *testing.B, id string) {
	v, err := x.rdb.Get(ctx, x.keys.task(id)).Result()
	ok(b, err)
	ok(b, x.script.EvalSha(ctx, x.rdb, []string{x.keys.base + "bare"}, v).Err())
}

// commands counts what the server was asked, from INFO commandstats. What runs
// inside a script is counted there too, so GET is that of Task and bare only: a
// write reads its head by GETRANGE.
func commands(s *redistest.Server) map[string]int {
	out := map[string]int{}
	for name, v := range fields(s.Do("INFO", "commandstats").(string)) {
		calls, _, _ := strings.Cut(strings.TrimPrefix(v, "calls="), ",")
		n, _ := strconv.Atoi(calls)
		out[strings.TrimPrefix(name, "cmdstat_")] = n
	}
	return out
}

func memory(s *redistest.Server) int64 {
	n, _ := strconv.ParseInt(fields(s.Do("INFO", "memory").(string))["used_memory"], 10, 64)
	return n
}

// TestClickIsTwoCommands counts what one click asks of Redis.
func TestClickIsTwoCommands(t *testing.T) {
	s, _, d := server(t)
	put(t, d, "T-1", 1, task.Attention)
	s.Do("CONFIG", "RESETSTAT")
	v := must(d.Task(ctx, "T-1"))
	v.Rev++
	ok(t, d.Write(ctx, change(v, jobEffect(1), count("confirmed", 1))))
	got := commands(s)
	same(t, []int{got["get"], got["evalsha"], got["eval"], got["mget"], got["hget"], got["multi"]}, []int{1, 1, 0, 0, 0, 0})
}

// BenchmarkJob is what a job costs beside its own work: Take and Done.
func BenchmarkJob(b *testing.B) {
	s := redistest.Start(b, "--appendonly", "no")
	d := place{"server", Options{URL: s.URL}}.open(b, nil).Desk("north")
	rev := int64(0)
	for b.Loop() {
		rev++
		c := change(sample("T-1", rev, task.Working), jobEffect(1))
		ok(b, d.Write(ctx, c))
		j, err := d.Take(context.Background(), "a", 0)
		ok(b, err)
		ok(b, d.Done(ctx, j))
	}
}

// BenchmarkList is the first page of a task list.
func BenchmarkList(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		b.Run(fmt.Sprint("tasks=", n), func(b *testing.B) {
			s := redistest.Start(b, "--appendonly", "no")
			d := place{"server", Options{URL: s.URL}}.open(b, nil).Desk("north")
			filled(b, d, n)
			for b.Loop() {
				must(d.List(ctx, ListOptions{Limit: 50}))
			}
		})
	}
}

// BenchmarkStored is the part of a click that needs no Redis.
func BenchmarkStored(b *testing.B) {
	v := typical("T-1", 1, task.Attention)
	data := must(encodeTask(v))
	b.SetBytes(int64(len(data)))
	b.Run("encode", func(b *testing.B) {
		for b.Loop() {
			must(encodeTask(v))
		}
	})
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			must(decodeTask(data))
		}
	})
	b.ReportMetric(float64(len(data)), "B")
}
