package realtest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"salesclerk/bot/slack/slacktest"
)

// fewSlack are the points that every run tries: on both sides of the first post,
// which all others hang on, between a click's arrival, its write, its
// acknowledgement and its edits, and at each call of an upload.
var fewSlack = map[string][]string{
	"socket": {"before_slack_chat.postMessage_1", "after_slack_chat.postMessage_1", "after_slack_chat.postMessage_3", "before_redis_ref_2",
		"after_slack_click_1", "before_slack_ack_1", "before_slack_ack_2", "after_slack_ack_1", "after_slack_response_url_1", "before_slack_chat.update_1", "after_slack_chat.update_1",
		"after_slack_upload_1", "before_slack_files.completeUploadExternal_1", "after_slack_files.completeUploadExternal_1", "before_redis_due_1", "before_redis_settle_1"},
	"http": {"before_slack_click_1", "after_slack_click_1", "after_slack_chat.postMessage_2", "after_slack_files.completeUploadExternal_2"},
}

// slackBudget bounds the test beside those; SALESCLERK_KILL_ALL=1 tries every point.
func slackBudget() time.Duration {
	if os.Getenv("SALESCLERK_KILL_ALL") != "" {
		return 2 * time.Hour
	}
	return 20 * time.Second
}

// grave is a point at which a program is killed that has its clicks from Slack.
type grave struct {
	over string
	point
}

func (g grave) String() string { return g.over + "_" + g.point.String() }

// certain says that the point is reached in every run: how many edits there are,
// for instance, is a matter of timing.
func (g grave) certain() bool { return slices.Contains(fewSlack[g.over], g.point.String()) }

// clicked says that the point is part of a click. Who clicks goes on at once then;
// otherwise they look on until the channel shows everything again: a click on a
// card would tell the program where it is.
func (g grave) clicked() bool {
	return slices.Contains([]string{"slack_click", "slack_ack", "slack_response_url", "redis_write"}, g.label)
}

// recovering says, once the program was killed, whether the channel is still to be
// put right.
func (o *office) recovering(x *tap) func() bool {
	over := false
	return func() bool {
		if over || !x.hit() {
			return false
		}
		due, err := o.desk.Due(context.Background(), "slack", 100)
		over = err == nil && len(due) == 0
		return !over
	}
}

// TestSlackKilledAnywhere lets the story be decided in Slack once over each way in
// and writes down what passes between the program, Slack and Redis; then, for each
// of these points, lets it run anew and kills the program there.
func TestSlackKilledAnywhere(t *testing.T) {
	const most, busy = 700, 8
	users := []string{"first", "rsocket", "rhttp"}
	for i := range most {
		users = append(users, fmt.Sprintf("k%d", i))
	}
	g := &graveyard{servers: start(t, users...), names: scripts(t)}
	for _, text := range scriptTexts(t) {
		g.redis.Do("SCRIPT", "LOAD", text)
	}
	g.site(t, "first").load(t)
	g.copyKeys = officeKeys(t, g.redis, "first")
	points := g.graves(t)
	began := time.Now()
	var next, tried, missed atomic.Int64
	var wg sync.WaitGroup
	for range busy { // more than there are processors: a story mostly waits
		wg.Go(func() {
			for i := int(next.Add(1) - 1); i < len(points) && i < most; i = int(next.Add(1) - 1) {
				if !points[i].certain() && (testing.Short() || time.Since(began) > slackBudget()) {
					continue
				}
				tried.Add(1)
				t.Run(points[i].String(), func(t *testing.T) {
					if !g.slackBury(t, fmt.Sprintf("k%d", i), points[i]) {
						missed.Add(1)
					}
				})
			}
		})
	}
	wg.Wait()
	t.Logf("killed at %d of %d points in %s; %d were not reached again", tried.Load(), len(points), time.Since(began).Round(time.Second), missed.Load())
}

// graves are the points of a story without mishap over both ways in: first those
// that are always tried, then all others in no order.
func (g *graveyard) graves(t *testing.T) []grave {
	t.Helper()
	var out []grave
	ways := []string{"socket", "http"}
	seen := make([][]point, len(ways))
	var wg sync.WaitGroup
	for i, over := range ways {
		wg.Go(func() { t.Run("nowhere_"+over, func(t *testing.T) { seen[i] = g.slackRecord(t, "r"+over, over) }) })
	}
	wg.Wait()
	for i, over := range ways {
		t.Logf("%d points over %s", len(seen[i]), over)
		for _, name := range fewSlack[over] {
			if !slices.ContainsFunc(seen[i], func(p point) bool { return p.String() == name }) {
				t.Errorf("there is no point %s over %s any more", name, over)
			}
		}
		for _, p := range seen[i] {
			out = append(out, grave{over, p})
		}
	}
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	slices.SortStableFunc(out, func(a, b grave) int {
		switch {
		case a.certain() == b.certain():
			return 0
		case a.certain():
			return -1
		}
		return 1
	})
	return out
}

// slackRedis reads what the program says to Redis; points are the writes that a
// click or the channel is concerned with.
func slackRedis(names map[string]string) func(io.Reader, func(message) bool) {
	return func(r io.Reader, unit func(message) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		for {
			raw, args, err := command(in)
			if err != nil || !unit(message{raw: raw, label: slackRedisLabel(names, args), answered: anything}) {
				return
			}
		}
	}
}

func slackRedisLabel(names map[string]string, args []string) string {
	switch {
	case len(args) < 2:
	case strings.EqualFold(args[0], "hset") && strings.Contains(args[1], ":cards:"):
		return "redis_ref"
	case strings.EqualFold(args[0], "evalsha"):
		switch name := names[args[1]]; name {
		case "write", "commit", "due", "settle":
			return "redis_" + name
		}
	}
	return ""
}

// slackWatched is a site whose program talks to Slack and Redis through lines.
func (g *graveyard) slackWatched(t *testing.T, user, over string, x *tap) (o *office, lines []*line) {
	t.Helper()
	for _, k := range g.copyKeys {
		g.redis.Do("COPY", "first"+k, user+k)
	}
	s := g.site(t, user)
	s.set.workers = 2
	redis := newLine(t, s.redisAt, x, slackRedis(g.names))
	s.redisAt = redis.addr
	o = s.slacked(t, over, x, slacktest.Options{})
	lines = []*line{redis, o.front}
	if o.door != nil {
		lines = append(lines, o.door)
	}
	return o, lines
}

// slackRecord is every point of a story without mishap.
func (g *graveyard) slackRecord(t *testing.T, user, over string) []point {
	t.Helper()
	x := &tap{}
	o, _ := g.slackWatched(t, user, over, x)
	p := o.begin(t, "a")
	c := o.clerk(func() *process { return p })
	c.play(t)
	c.verify(t)
	if code := p.end(t); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if c.failed > 0 {
		t.Errorf("%d clicks were not acknowledged", c.failed)
	}
	if log := p.words(); strings.Contains(log, `"ERROR"`) {
		t.Errorf("all was well, but the log complains:\n%s", log)
	}
	var points []point
	for _, q := range x.seen() {
		points = append(points, q, point{q.label, q.n, true})
	}
	return points
}

// slackBury plays the story with the program killed at the point and started
// again, and says whether the point was reached.
func (g *graveyard) slackBury(t *testing.T, user string, at grave) bool {
	x := &tap{at: &at.point}
	o, lines := g.slackWatched(t, user, at.over, x)
	w := &crew{site: o.site, run: o.begin}
	x.strike = func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now.kill()
		for _, l := range lines {
			l.cut()
		}
		w.dead = true
	}
	w.mu.Lock()
	w.now = o.begin(t, "a")
	w.mu.Unlock()
	c := o.clerk(func() *process { return w.living(t) })
	c.asleep = true
	if !at.clicked() {
		c.pause = o.recovering(x)
	}
	c.play(t)
	c.verify(t)
	if !x.hit() && at.certain() {
		t.Errorf("the point was never reached; passed: %v", x.seen())
	}
	w.living(t).kill()
	return x.hit()
}
