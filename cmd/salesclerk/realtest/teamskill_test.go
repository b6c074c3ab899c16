package realtest

import (
	"testing"

	"salesclerk/bot/teams/teamstest"
)

// teamsFew are on both sides of being added, of the welcome, of the first card and
// of one that follows it, between a click's arrival, its write, its answer and its
// edits, and of being asked for a person's own card.
var teamsFew = map[string][]string{
	"channel": {"before_teams_install_1", "after_teams_install_2", "before_teams_send_1", "after_teams_send_1", "before_teams_send_2", "after_teams_send_2", "after_teams_send_4",
		"before_redis_ref_5", "before_teams_click_1", "after_teams_click_1", "after_teams_click_2", "before_teams_update_1", "after_teams_update_1", "after_teams_update_3",
		"after_teams_look_1", "before_redis_due_1", "before_redis_settle_1"},
	"chat": {"before_teams_send_2", "after_teams_send_2", "after_teams_send_3", "before_teams_click_2", "after_teams_click_1", "after_redis_write_5", "before_teams_update_2", "after_teams_update_2"},
}

// TestTeamsKilledAnywhere is the kill test of Teams. In the channel whoever decides
// waits, after a kill that has nothing to do with a click, until the room says all
// it will say, and has every card shown that may be missing; in the chat they go on
// at once with what they see.
func TestTeamsKilledAnywhere(t *testing.T) {
	t.Parallel()
	burial{ways: []string{"channel", "chat"}, few: teamsFew, clicks: []string{"teams_click", "redis_write"}, eager: []string{"chat"},
		open: func(t *testing.T, s *site, over string, x *tap) *office {
			o := s.teamed(t, over, x, teamstest.Options{})
			o.doubt = over == "channel"
			return o.office
		}}.run(t)
}
