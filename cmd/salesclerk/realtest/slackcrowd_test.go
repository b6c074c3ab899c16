package realtest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"salesclerk/agent/task"
	"salesclerk/bot/clickbench"
	"salesclerk/bot/slack/slacktest"
)

// control is set in the process that answers requests and does nothing else.
const control = "SALESCLERK_REALTEST_CONTROL"

func init() {
	if os.Getenv(control) == "" {
		return
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		os.Exit(1)
	}
	fmt.Println("http://" + l.Addr().String())
	_ = http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) }))
	os.Exit(0)
}

// idle starts that process, and says where it is.
func idle(t *testing.T) string {
	t.Helper()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), control+"=1")
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill(); _ = c.Wait() })
	at, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(at)
}

const (
	crowdCards = 1000
	perSecond  = 200
	// inTime is how soon 99 % of the clicks are to be acknowledged, on a machine
	// that answers a request that asks for nothing in quickTime meanwhile.
	inTime, quickTime = 100 * time.Millisecond, 10 * time.Millisecond
	// slowTime is what the latter takes where a machine does so much else that a
	// click may not be acknowledged in Slack's time; then it is repeated.
	slowTime = 250 * time.Millisecond
)

// TestSlackCrowd has people click 200 times a second on 1,000 open cards over two
// copies: each click is acknowledged and decides its task, once.
func TestSlackCrowd(t *testing.T) {
	s := quiet(t)
	s.set.workers = 1
	o := s.slacked(t, "http", &tap{}, slacktest.Options{Limits: unhurried(), AckWithin: patience})
	const people = 19 // with Anna as many as Slack lets each copy ask about at once
	o.people(people)
	s.write(t)
	cards := o.fill(t, crowdCards)
	copies := o.both(t)
	quick := idle(t)
	o.met(t, len(copies)*(people+1))
	var meanwhile clickbench.Result
	var wg sync.WaitGroup
	wg.Go(func() {
		body := []byte(url.Values{"payload": {string(cards[0].Blocks)}}.Encode())
		const beside = 40 // a second
		meanwhile = clickbench.Pace(t.Context(), beside*crowdCards/perSecond, beside, clickbench.Signed(quick, "secret", func(int) []byte { return body }))
	})
	began := time.Now()
	who := func(i int) string { return fmt.Sprintf("U0P%d", i%people) }
	took, failed := o.pace(t, cards, who)
	all := time.Since(began)
	wg.Wait()
	slices.Sort(took)
	p50, p99, last := took[len(took)/2], took[len(took)*99/100], took[len(took)-1]
	t.Logf("%d clicks in %s: half within %s, 99 %% within %s, all within %s; a request that asks for nothing meanwhile: half %s, 99 %% %s",
		len(took), all.Round(time.Millisecond), p50, p99, last, meanwhile.P50, meanwhile.P99)
	if meanwhile.Failed == 0 && meanwhile.P99 < quickTime && p99 > inTime {
		t.Errorf("99 %% of the clicks are acknowledged within %s, not %s", p99, inTime)
	}
	if len(failed) > 0 && meanwhile.P99 < slowTime {
		t.Errorf("%d clicks are not acknowledged", len(failed))
	}
	for _, i := range failed {
		until(t, "the repeated click being acknowledged", func() bool {
			r, err := o.asSeen(who(i), cards[i], task.Confirm)
			return err == nil && r.Acked
		})
	}
	o.decided(t, cards, func(i int) string { return fmt.Sprintf("slack:T1/U0P%d", i%people) })
	o.cleared(t, cards)
}

// fill makes n open cards: one that came by mail, and its likes, posted as the
// program posts them.
func (o *slackOffice) fill(t *testing.T, n int) []slacktest.Message {
	t.Helper()
	p := o.begin(t, "first")
	o.arrive(t, 0, 1)
	like := o.first(t, 1)[0]
	m := o.posted(t, like.ID, like.Open().N, task.Confirm)
	o.quiet(t, func() *process { return p })
	p.end(t)
	cards := []slacktest.Message{m}
	for len(cards) < n {
		x := like
		x.ID = o.keepLike(t, &x)
		cards = append(cards, o.postLike(t, m, like.ID, x))
	}
	return cards
}

// keepLike keeps a task like another.
func (o *slackOffice) keepLike(t *testing.T, x *task.Task) string {
	t.Helper()
	id, err := o.desk.NewID(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	x.ID, x.Messages = id, slices.Clone(x.Messages)
	x.Messages[0].ID = fmt.Sprintf("<%s@hartwell-joinery.example>", id)
	c := task.Change{Task: *x, At: x.Updated, Day: x.Updated.Format(time.DateOnly), Threads: []string{x.Messages[0].ID}, MailKey: "like-" + id}
	if err := o.desk.Write(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	return id
}

// postLike posts the card of a task like another's, and keeps where it is.
func (o *slackOffice) postLike(t *testing.T, m slacktest.Message, of string, x task.Task) slacktest.Message {
	t.Helper()
	as := strings.NewReplacer(of, x.ID)
	r, err := http.PostForm(o.fake.URL()+"chat.postMessage", url.Values{"token": {o.fake.BotToken()}, "channel": {m.Channel},
		"text": {as.Replace(m.Text)}, "blocks": {as.Replace(string(m.Blocks))}, "metadata": {as.Replace(string(m.Metadata))}})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var answer struct{ TS, Error string }
	if err := json.NewDecoder(r.Body).Decode(&answer); err != nil || answer.TS == "" {
		t.Fatalf("posting: %v %s", err, answer.Error)
	}
	posted, _ := o.fake.Message(m.Channel, answer.TS)
	ref := fmt.Sprintf(`{"v":1,"room":%q,"id":%q,"n":1,"sum":"open","rev":%d,"edited":%q}`, m.Channel, answer.TS, x.Rev, x.Updated.Format(time.RFC3339))
	if err := o.desk.SetCardRef(context.Background(), fmt.Sprintf("%s/card/%d", x.ID, x.Open().N), "slack", ref); err != nil {
		t.Fatal(err)
	}
	return posted
}

// met waits until the copies have asked Slack about so many people, as they do
// when they begin.
func (o *slackOffice) met(t *testing.T, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	if err := o.fake.WaitCalls(ctx, "users.info", n); err != nil {
		t.Fatal(err)
	}
}

// pace clicks Confirm on each card when its time has come, whatever became of the
// others, and says how long each took from then, and which are not acknowledged.
func (o *slackOffice) pace(t *testing.T, cards []slacktest.Message, who func(i int) string) (took []time.Duration, failed []int) {
	t.Helper()
	took = make([]time.Duration, len(cards))
	acked := make([]bool, len(cards))
	var wg sync.WaitGroup
	began := time.Now()
	for i, m := range cards {
		due := began.Add(time.Duration(i) * time.Second / perSecond)
		<-time.After(time.Until(due))
		wg.Go(func() {
			r, err := o.asSeen(who(i), m, task.Confirm)
			took[i] = time.Since(due)
			if acked[i] = err == nil && r.Acked; !acked[i] {
				t.Logf("click %d is not acknowledged: status %d after %s, %v", i, r.Status, took[i], err)
			}
		})
	}
	wg.Wait()
	for i, ok := range acked {
		if !ok {
			failed = append(failed, i)
		}
	}
	return took, failed
}

// decided sees that each card's task was confirmed by who clicked, and by nothing
// else.
func (o *slackOffice) decided(t *testing.T, cards []slacktest.Message, who func(i int) string) {
	t.Helper()
	for i, m := range cards {
		_, _, target, _ := offer(m, task.Confirm)
		x := o.task(t, target.Task)
		s := x.Step(target.Step)
		if s.Status != task.StepConfirmed || s.By.ID != who(i) {
			t.Errorf("click %d by %s: %s is %s by %+v", i, who(i), target.Task, s.Status, s.By)
		}
		clicks := 0
		for _, e := range x.Seen {
			if strings.HasPrefix(e.ID, "slack:") {
				clicks++
			}
		}
		if clicks != 1 {
			t.Errorf("%d clicks had an effect on %s", clicks, target.Task)
		}
	}
}

// cleared sees that cards lose their buttons, by the answers to their clicks and
// then as fast as Slack lets messages be edited; that takes longer than this
// waits. On one that still has them, nothing can be decided.
func (o *slackOffice) cleared(t *testing.T, cards []slacktest.Message) {
	t.Helper()
	const some = 200 // both copies' bursts of answers
	left := cards
	until(t, fmt.Sprintf("%d cards without buttons", some), func() bool {
		left = slices.DeleteFunc(slices.Clone(left), func(m slacktest.Message) bool {
			now, ok := o.fake.Message(m.Channel, m.TS)
			return !ok || !deciding(now)
		})
		return len(left) <= len(cards)-some
	})
	t.Logf("%d cards have no buttons any more, of %d", len(cards)-len(left), len(cards))
	if len(left) == 0 {
		return
	}
	m := left[len(left)-1]
	r, err := o.asSeen("U0ANNA", m, task.Confirm)
	if err != nil || !r.Acked {
		t.Errorf("the late click: acknowledged %v, %v", r.Acked, err)
	}
	ctx, cancel := context.WithTimeout(o.ctx, patience)
	defer cancel()
	if _, err := o.fake.WaitEphemeral(ctx, "U0ANNA", func(m slacktest.Message) bool { return m.Has("Person ") }); err != nil {
		t.Error(err)
	}
}
