package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"

	"salesclerk/agent"
	"salesclerk/agent/erp"
	"salesclerk/agent/erp/data"
	"salesclerk/agent/mail"
	"salesclerk/agent/reader"
	"salesclerk/agent/reader/rules"
	"salesclerk/agent/task"
	"salesclerk/store"
	"salesclerk/store/redistest"
)

// benched is the program as it is put together for a desk, over a Redis of its
// own, with the sample company and no mailbox: mails are handed to Intake.
type benched struct {
	b        *testing.B
	p        *program
	d        *desk
	set      *data.Dataset
	contacts []erp.Contact
	rdb      *redis.Client // a bare connection to the same Redis
	addr     string
	real     bool // redis-server, not miniredis
	sent     int  // mails made so far
}

// newBench starts the program over redis-server, or over the embedded Redis where
// there is none or none is wanted.
func newBench(b *testing.B, real bool) *benched {
	b.Helper()
	m := &benched{b: b}
	if _, err := exec.LookPath("redis-server"); real && err == nil {
		m.addr, m.real = redistest.Start(b, "--appendonly", "no").Addr, true
	} else {
		m.addr = miniredis.RunT(b).Addr()
	}
	client, err := store.Open(store.Options{Addrs: []string{m.addr}})
	m.check(err)
	m.set, err = sampleData(b.Context(), "")
	m.check(err)
	c := offlineConfig("en")
	c.Desks[0].Address = deskAddress(m.set)
	m.p, err = buildOn(client, c, slog.New(slog.DiscardHandler))
	m.check(err)
	b.Cleanup(m.p.close)
	m.check(m.p.local.Import(b.Context(), m.set, nil))
	m.check(m.p.loadIndex(b.Context()))
	m.d = m.p.desks[0]
	m.rdb = redis.NewClient(&redis.Options{Addr: m.addr, PoolSize: 100})
	b.Cleanup(func() { m.rdb.Close() })
	for _, x := range m.set.Contacts {
		if len(x.Emails) > 0 && x.Customer != "" {
			m.contacts = append(m.contacts, x)
		}
	}
	return m
}

func (m *benched) check(err error) {
	m.b.Helper()
	if err != nil {
		m.b.Fatal(err)
	}
}

// mail is a mail never seen before, from a known contact, for three items.
func (m *benched) mail() mail.Taken {
	n := m.sent
	m.sent++
	raw, err := writtenMail(m.set, m.contacts[n%len(m.contacts)], m.d.Address, time.Now(), n)
	m.check(err)
	parsed, err := mail.Parse(raw, m.d.Parse)
	m.check(err)
	return mail.Taken{Raw: raw, Message: parsed, UID: uint32(n + 1), Key: fmt.Sprint("bench-", n)}
}

// toCard takes a mail in and works until nothing is left to do: its card is shown.
func (m *benched) toCard(in mail.Taken) {
	taken, err := m.d.Intake(m.b.Context(), in)
	m.check(err)
	if !taken {
		m.b.Fatal("the mail was not taken")
	}
	for n := 1; n > 0; {
		n, err = m.d.WorkOnce(m.b.Context(), "bench")
		m.check(err)
	}
}

// fill makes n tasks that wait at their first card: one that came by mail, and
// its likes.
func (m *benched) fill(n int) (ids []string) {
	m.toCard(m.mail())
	like, err := m.d.Store.Task(m.b.Context(), "T-1001")
	m.check(err)
	if like.State != task.Attention {
		m.b.Fatalf("the first mail led to %s, not to a card", like.State)
	}
	ids = make([]string, n)
	m.together(n, func(i int) error {
		t := like
		id, err := m.d.Store.NewID(m.b.Context())
		if err != nil {
			return err
		}
		t.ID, ids[i] = id, id
		t.Messages = slices.Clone(t.Messages)
		t.Messages[0].ID = fmt.Sprintf("<%s@customer.example>", id)
		return m.d.Store.Write(m.b.Context(), task.Change{Task: t, At: t.Updated, Day: "2027-01-04", Threads: []string{t.Messages[0].ID}, MailKey: "like-" + id})
	})
	return ids
}

// hands is how many people click at once.
const hands = 16

// together does n things, some at a time, and says how long all took.
func (m *benched) together(n int, do func(i int) error) time.Duration {
	m.b.Helper()
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	began := time.Now()
	for g := range hands {
		wg.Go(func() {
			for i := g; i < n; i += hands {
				if err := do(i); err != nil {
					failed.CompareAndSwap(nil, &err)
					return
				}
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		m.b.Fatal(*err)
	}
	return time.Since(began)
}

var clicker = task.Person{ID: "anna", Name: "Anna Berg", Roles: []task.Role{task.Approver}}

// click is a person's click as a surface brings it.
func (m *benched) click(id string, kind task.Kind) error {
	_, err := m.d.Do(m.b.Context(), id, task.Event{ID: fmt.Sprint(id, kind, time.Now().UnixNano()), At: time.Now(), Kind: kind, By: clicker})
	return err
}

// bareClick is the least that a click can be: read a task's bytes, write them by script.
type bareClick struct {
	m      *benched
	script *redis.Script
}

func (m *benched) bareClick() bareClick {
	value, err := m.rdb.Get(m.b.Context(), "salesclerk:{sales}:task:T-1001").Result()
	m.check(err)
	m.check(m.rdb.Set(m.b.Context(), "bare", value, 0).Err())
	s := redis.NewScript("redis.call('SET', KEYS[1], ARGV[1]) return 1")
	m.check(s.Load(m.b.Context(), m.rdb).Err())
	return bareClick{m, s}
}

func (x bareClick) click() error {
	v, err := x.m.rdb.Get(x.m.b.Context(), "bare").Result()
	if err != nil {
		return err
	}
	return x.script.EvalSha(x.m.b.Context(), x.m.rdb, []string{"bare"}, v).Err()
}

func (m *benched) memory() float64 {
	info, err := m.rdb.InfoMap(m.b.Context(), "memory").Result()
	if err != nil {
		return 0 // miniredis does not say
	}
	var n float64
	fmt.Sscan(info["Memory"]["used_memory"], &n)
	return n
}

// openTasks are how many tasks are open while a desk is measured.
func openTasks() []int {
	if testing.Short() {
		return []int{1_000, 10_000}
	}
	return []int{1_000, 10_000, 100_000}
}

// BenchmarkDesk is a desk with so many open tasks: a mail to its card, a page of
// the task list, a click alone, and clicks of many people at once, each click
// beside a bare GET and EVALSHA of the same bytes on the same Redis.
func BenchmarkDesk(b *testing.B) {
	for _, n := range openTasks() {
		b.Run(fmt.Sprint("tasks=", n), func(b *testing.B) {
			m := newBench(b, true)
			m.toCard(m.mail()) // scripts are loaded, pools filled
			before := m.memory()
			ids := m.fill(n)
			bytes, value := (m.memory()-before)/float64(n), m.size()
			mails, list, commands := m.perMail(), m.perList(), m.commands(ids[0])
			m.clicks(ids) // the loop: figures reported before it are forgotten
			m.clicksAtOnce(ids)
			b.ReportMetric(bytes, "B/task")
			b.ReportMetric(value, "B/value")
			b.ReportMetric(mails, "µs/mail")
			b.ReportMetric(list, "µs/list")
			b.ReportMetric(commands, "commands/click")
			if m.real {
				b.ReportMetric(1, "redis-server")
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// size is the bytes of a task's value alone.
func (m *benched) size() float64 {
	n, err := m.rdb.StrLen(m.b.Context(), "salesclerk:{sales}:task:T-1002").Result()
	m.check(err)
	return float64(n)
}

func (m *benched) perMail() float64 {
	const n = 100
	mails := make([]mail.Taken, n)
	for i := range mails {
		mails[i] = m.mail()
	}
	began := time.Now()
	for _, in := range mails {
		m.toCard(in)
	}
	return micros(time.Since(began), n)
}

func (m *benched) perList() float64 {
	const n = 50
	began := time.Now()
	for range n {
		_, err := m.d.Store.List(m.b.Context(), agent.List{Limit: 50})
		m.check(err)
	}
	return micros(time.Since(began), n)
}

func micros(d time.Duration, n int) float64 { return float64(d.Nanoseconds()) / 1000 / float64(n) }

// clicks alternates Stop and Keep going, which are clicks like others, over all
// tasks, and a bare click after each.
func (m *benched) clicks(ids []string) {
	var own, floor time.Duration
	n, x := 0, m.bareClick()
	for range 100 { // connections and caches as they are in a service that runs
		m.check(m.stopAndGo(ids[len(ids)-1:]))
		m.check(x.click())
	}
	for m.b.Loop() {
		kind := task.Stop
		if n%2 == 1 {
			kind = task.StopNo
		}
		began := time.Now()
		m.check(m.click(ids[n/2*7919%len(ids)], kind))
		mid := time.Now()
		m.check(x.click())
		own, floor = own+mid.Sub(began), floor+time.Since(mid)
		n++
	}
	if n%2 == 1 {
		m.check(m.click(ids[n/2*7919%len(ids)], task.StopNo))
	}
	m.b.ReportMetric(micros(own, n), "µs/click")
	m.b.ReportMetric(micros(floor, n), "µs/bare")
}

// clicksAtOnce is what many people's clicks come to in a second. Each has tasks
// of its own; bare clicks take turns with ours, so that both meet the same Redis.
func (m *benched) clicksAtOnce(ids []string) {
	const rounds, tasks = 5, 12 // a person's tasks in a round; two clicks each
	var own, floor time.Duration
	x := m.bareClick()
	for r := range rounds {
		own += m.together(hands, func(g int) error {
			from := (r*hands + g) * tasks
			return m.stopAndGo(ids[from : from+tasks])
		})
		floor += m.together(hands*tasks*2, func(int) error { return x.click() })
	}
	const all = rounds * hands * tasks * 2
	m.b.ReportMetric(all/own.Seconds(), "clicks/s")
	m.b.ReportMetric(all/floor.Seconds(), "bare/s")
}

// stopAndGo clicks Stop and Keep going on each task.
func (m *benched) stopAndGo(ids []string) error {
	for _, id := range ids {
		if err := m.click(id, task.Stop); err != nil {
			return err
		}
		if err := m.click(id, task.StopNo); err != nil {
			return err
		}
	}
	return nil
}

// commands counts what a click asks of redis-server, as MONITOR tells it: what
// runs inside a script is told apart. 0 where it is not redis-server.
func (m *benched) commands(id string) float64 {
	if !m.real {
		return 0
	}
	conn, err := net.Dial("tcp", m.addr)
	m.check(err)
	defer conn.Close()
	_, err = io.WriteString(conn, "MONITOR\r\n")
	m.check(err)
	said := bufio.NewReader(conn)
	_, err = said.ReadString('\n') // +OK
	m.check(err)
	m.check(m.click(id, task.Stop))
	m.check(m.click(id, task.StopNo))
	m.check(m.rdb.Echo(m.b.Context(), "end of clicks").Err())
	for n := 0.0; ; {
		line, err := said.ReadString('\n')
		m.check(err)
		switch {
		case strings.Contains(line, "end of clicks"):
			return n / 2
		case !strings.Contains(line, " lua]"):
			n++
		}
	}
}

// BenchmarkMails is how many mails a second come to their cards: the whole agent
// with its workers, over the embedded Redis. reading/s is the part that cannot be
// left out, with as many goroutines: parsing the mail and understanding it.
func BenchmarkMails(b *testing.B) {
	m := newBench(b, false)
	room := &cardRoom{want: b.N, seen: map[string]bool{}, all: make(chan struct{})}
	m.d.Rooms = []agent.Room{room}
	ctx, end := context.WithCancel(b.Context())
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() { _ = m.d.Work(ctx, fmt.Sprint("bench.", i)) })
	}
	defer wg.Wait()
	defer end()
	mails := make([]mail.Taken, b.N)
	for i := range mails {
		mails[i] = m.mail()
	}
	b.ResetTimer()
	began := time.Now()
	go func() {
		for _, in := range mails {
			if _, err := m.d.Intake(ctx, in); err != nil {
				b.Error(err)
				end()
			}
		}
	}()
	select {
	case <-room.all:
	case <-ctx.Done():
		b.Fatal("a mail was not taken")
	}
	b.ReportMetric(float64(b.N)/time.Since(began).Seconds(), "mails/s")
	b.ReportMetric(float64(b.N)/m.readAlone(mails).Seconds(), "reading/s")
}

// cardRoom waits for the cards of so many tasks. A card may be shown again.
type cardRoom struct {
	mu   sync.Mutex
	want int
	seen map[string]bool
	all  chan struct{} // closed when all are there
}

func (r *cardRoom) Show(_ context.Context, t task.Task) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.State == task.Attention && !r.seen[t.ID] {
		r.seen[t.ID] = true
		if len(r.seen) == r.want {
			close(r.all)
		}
	}
	return nil
}

// readAlone parses and understands the mails and does nothing else with them.
func (m *benched) readAlone(mails []mail.Taken) time.Duration {
	r := rules.New(m.p.index)
	var wg sync.WaitGroup
	began := time.Now()
	workers := runtime.GOMAXPROCS(0)
	for g := range workers {
		wg.Go(func() {
			for i := g; i < len(mails); i += workers {
				parsed, err := mail.Parse(mails[i].Raw, m.d.Parse)
				if err == nil {
					_, err = r.Read(m.b.Context(), reader.Input{Mails: []mail.Message{parsed}, Today: time.Now()})
				}
				if err != nil {
					m.b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return time.Since(began)
}
