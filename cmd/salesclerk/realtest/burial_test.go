package realtest

import (
	"bufio"
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
)

// burial is the kill test of a chat: a story decided in its rooms is played once
// over each way and what passes between the program, the chat and Redis is written
// down; then, for each of these points, it is played anew and the program killed
// there.
type burial struct {
	ways []string
	// few are the points that every run tries.
	few map[string][]string
	// clicks are the labels of points that are part of a click.
	clicks []string
	// open opens the chat before a site, over a way; all passes the tap.
	open func(t *testing.T, s *site, over string, x *tap) *office
	// eager are the ways over which who clicks never waits for the room to be put
	// right after the program was killed.
	eager []string
}

// chatBudget is for points beside the few, others in each run; SALESCLERK_KILL_ALL=1
// tries every point.
func chatBudget() time.Duration {
	if os.Getenv("SALESCLERK_KILL_ALL") != "" {
		return 2 * time.Hour
	}
	return 20 * time.Second
}

// grave is a point at which a program is killed that has its clicks from a chat.
type grave struct {
	over string
	point
}

func (g grave) String() string { return g.over + "_" + g.point.String() }

// certain says that the point is reached in every run: how many edits there are,
// for instance, is a matter of timing.
func (b burial) certain(g grave) bool { return slices.Contains(b.few[g.over], g.point.String()) }

// waits says that who clicks looks on, after the program was killed, until the room
// shows everything again: a click on a card would tell the program where it is.
// Where the point is part of a click, they go on at once.
func (b burial) waits(g grave) bool {
	return !slices.Contains(b.clicks, g.label) && !slices.Contains(b.eager, g.over)
}

func (b burial) run(t *testing.T) {
	const most, busy = 700, 8
	users := []string{"first"}
	for _, way := range b.ways {
		users = append(users, "r"+way)
	}
	for i := range most {
		users = append(users, fmt.Sprintf("k%d", i))
	}
	g := &graveyard{servers: start(t, users...), names: scripts(t)}
	for _, text := range scriptTexts(t) {
		g.redis.Do("SCRIPT", "LOAD", text)
	}
	g.site(t, "first").load(t)
	g.copyKeys = officeKeys(t, g.redis, "first")
	points := b.graves(t, g)
	began := time.Now()
	beside := sync.OnceValue(time.Now) // when the few were done
	var next, tried, missed atomic.Int64
	var wg sync.WaitGroup
	for range busy { // more than there are processors: a story mostly waits
		wg.Go(func() {
			for i := int(next.Add(1) - 1); i < len(points) && i < most; i = int(next.Add(1) - 1) {
				if !b.certain(points[i]) && (testing.Short() || time.Since(beside()) > chatBudget()) {
					continue
				}
				tried.Add(1)
				t.Run(points[i].String(), func(t *testing.T) {
					if !b.bury(t, g, fmt.Sprintf("k%d", i), points[i]) {
						missed.Add(1)
					}
				})
			}
		})
	}
	wg.Wait()
	t.Logf("killed at %d of %d points in %s; %d were not reached again", tried.Load(), len(points), time.Since(began).Round(time.Second), missed.Load())
}

// graves are the points of a story without mishap over all ways: first those that
// are always tried, then all others in no order.
func (b burial) graves(t *testing.T, g *graveyard) []grave {
	t.Helper()
	var out []grave
	seen := make([][]point, len(b.ways))
	var wg sync.WaitGroup
	for i, over := range b.ways {
		wg.Go(func() { t.Run("nowhere_"+over, func(t *testing.T) { seen[i] = b.record(t, g, over) }) })
	}
	wg.Wait()
	for i, over := range b.ways {
		t.Logf("%d points over %s", len(seen[i]), over)
		for _, name := range b.few[over] {
			if !slices.ContainsFunc(seen[i], func(p point) bool { return p.String() == name }) {
				t.Errorf("there is no point %s over %s any more", name, over)
			}
		}
		for _, p := range seen[i] {
			out = append(out, grave{over, p})
		}
	}
	rand.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	slices.SortStableFunc(out, func(x, y grave) int {
		switch {
		case b.certain(x) == b.certain(y):
			return 0
		case b.certain(x):
			return -1
		}
		return 1
	})
	return out
}

// chatRedis reads what the program says to Redis; points are the writes that a
// click or a room is concerned with.
func chatRedis(names map[string]string) func(io.Reader, func(message) bool) {
	return func(r io.Reader, unit func(message) bool) {
		in := bufio.NewReaderSize(r, 64<<10)
		for {
			raw, args, err := command(in)
			if err != nil || !unit(message{raw: raw, label: chatRedisLabel(names, args), answered: anything}) {
				return
			}
		}
	}
}

func chatRedisLabel(names map[string]string, args []string) string {
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

// watched is a site whose program talks to the chat and to Redis through lines.
func (b burial) watched(t *testing.T, g *graveyard, user, over string, x *tap) *office {
	t.Helper()
	for _, k := range g.copyKeys {
		g.redis.Do("COPY", "first"+k, user+k)
	}
	s := g.site(t, user)
	s.set.workers = 2
	redis := newLine(t, s.redisAt, x, chatRedis(g.names))
	s.redisAt = redis.addr
	o := b.open(t, s, over, x)
	o.through(redis)
	return o
}

// record is every point of a story without mishap.
func (b burial) record(t *testing.T, g *graveyard, over string) []point {
	t.Helper()
	x := &tap{}
	o := b.watched(t, g, "r"+over, over, x)
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

// bury plays the story with the program killed at the point and started again, and
// says whether the point was reached.
func (b burial) bury(t *testing.T, g *graveyard, user string, at grave) bool {
	x := &tap{at: &at.point}
	o := b.watched(t, g, user, at.over, x)
	w := &crew{site: o.site, run: o.begin}
	x.strike = func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.now.kill()
		for _, l := range o.lines {
			l.cut()
		}
		w.dead = true
	}
	w.mu.Lock()
	w.now = o.begin(t, "a")
	w.mu.Unlock()
	c := o.clerk(func() *process { return w.living(t) })
	c.asleep = true
	if b.waits(at) {
		c.pause = o.recovering(x)
	}
	c.play(t)
	c.verify(t)
	if !x.hit() && b.certain(at) {
		t.Errorf("the point was never reached; passed: %v", x.seen())
	}
	w.living(t).kill()
	return x.hit()
}
