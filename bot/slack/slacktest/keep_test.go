package slacktest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"salesclerk/bot/slack/slacktest"
)

// respond posts to a response_url.
func respond(t *testing.T, url, body string) (code string, status int) {
	t.Helper()
	res, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var a answer
	if err := json.NewDecoder(res.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return a.Error, res.StatusCode
}

func TestResponseURL(t *testing.T) {
	clock := slacktest.NewHands(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	s, a := world(t, slacktest.Options{Clock: clock})
	a.overHTTP()
	ts := a.post("C1", card("x"))
	click := func() string {
		t.Helper()
		r, err := s.Click(soon(t), "U1", "C1", ts, "sc:more", slacktest.Choose("Later"))
		return acked(t, r, err).URL
	}
	url := click()
	for n := range 5 {
		if code, status := respond(t, url, fmt.Sprintf(`{"replace_original":true,"text":"%d"}`, n)); code != "" || status != http.StatusOK {
			t.Fatalf("use %d: %q, status %d", n, code, status)
		}
	}
	if code, status := respond(t, url, `{"text":"6"}`); code != "used_url" || status != http.StatusNotFound {
		t.Errorf("a sixth use: %q, status %d", code, status)
	}
	if m, _ := s.Message("C1", ts); m.Words() != "4" || m.Edits != 5 {
		t.Errorf("the message is %+v", m)
	}
	ts = a.post("C1", card("y"))
	url = click()
	respondInPrivate(t, s, url)
	clock.Advance(30*time.Minute + time.Second)
	if code, _ := respond(t, url, `{"text":"late"}`); code != "expired_url" {
		t.Errorf("after half an hour: %q", code)
	}
	url = click()
	if code, _ := respond(t, url, `{"delete_original":true}`); code != "" || len(s.Messages("C1")) != 1 {
		t.Errorf("deleting: %q, %d messages", code, len(s.Messages("C1")))
	}
	if code, _ := respond(t, url, `{"replace_original":true,"text":"z"}`); code != "message_not_found" {
		t.Errorf("replacing what is gone: %q", code)
	}
}

func respondInPrivate(t *testing.T, s *slacktest.Server, url string) {
	t.Helper()
	if code, _ := respond(t, url, `{"text":"only you","replace_original":false,"delete_original":false,"metadata":{"event_type":"","event_payload":null},"blocks":null}`); code != "" {
		t.Errorf("a private answer: %q", code)
	}
	if got := s.Ephemerals("U1"); len(got) != 1 || got[0].Text != "only you" || len(s.Ephemerals("T2/U2")) != 0 {
		t.Errorf("private answers %+v", got)
	}
}

func TestTextsComeBackEscaped(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	s.Allow("") // mrkdwn here is for the test
	words := slack.NewTextBlockObject(slack.MarkdownType, "a < b &amp; <@U1>", false, true)
	_, _, m, err := a.api.PostMessageWithResponse("C1", slack.MsgOptionText("1 < 2 & <!channel> &lt;", false),
		slack.MsgOptionBlocks(slack.NewSectionBlock(plain("5 > 4 &amp;"), nil, nil), slack.NewSectionBlock(words, nil, nil)))
	if err != nil {
		t.Fatal(err)
	}
	if want := "1 &lt; 2 &amp; <!channel> &lt;"; m.Text != want {
		t.Errorf("text %q, want %q", m.Text, want)
	}
	got := []string{m.Blocks.BlockSet[0].(*slack.SectionBlock).Text.Text, m.Blocks.BlockSet[1].(*slack.SectionBlock).Text.Text}
	if diff := cmp.Diff([]string{"5 &gt; 4 &amp;amp;", "a &lt; b &amp; <@U1>"}, got); diff != "" {
		t.Error(diff)
	}
	if got := s.Messages("C1")[0].Words(); got != "5 > 4 &\na < b & @U1" {
		t.Errorf("read as %q", got)
	}
	if m.BotID == "" || m.Blocks.BlockSet[0].ID() == "" {
		t.Errorf("no bot id or block ids: %+v", m)
	}
}

func TestPings(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	s.SetCheck(nil)
	a.post("C1", slack.MsgOptionText("<!channel> <@U1> <!subteam^S1> <https://x.example|Confirm> https://fine.example &lt;!here&gt;", false))
	a.post("C1", slack.MsgOptionText("https://quiet.example", false), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	a.post("C1", slack.MsgOptionText("@here", false), slack.MsgOptionParse(true))
	a.post("C1", slack.MsgOptionText("fine", false), slack.MsgOptionBlocks(
		slack.NewSectionBlock(plain("<!channel> @channel *x* `y` :no:"), nil, nil),
		slack.NewSectionBlock(slack.NewTextBlockObject(slack.PlainTextType, "now :smile:", true, false), nil, nil),
		slack.NewSectionBlock(slack.NewTextBlockObject(slack.MarkdownType, "*bold* @everyone", false, false), nil, nil)))
	var got []string
	for _, p := range s.Pings() {
		got = append(got, p.Kind+" "+p.Text)
	}
	want := []string{"user <@U1>", "channel <!channel>", "group <!subteam^S1>", "link <https://x.example|Confirm>", "here @here",
		"emoji :smile:", "format *bold*", "everyone @everyone", "unfurl https://x.example", "unfurl https://fine.example"}
	less := cmp.Transformer("set", func(list []string) map[string]bool {
		set := map[string]bool{}
		for _, one := range list {
			set[one] = true
		}
		return set
	})
	if diff := cmp.Diff(want, got, less); diff != "" {
		t.Error(diff)
	}
}

func TestUpdate(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	meta := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "card", EventPayload: map[string]any{"key": "k"}})
	ts := a.post("C1", card("x"), meta)
	if _, _, _, err := a.api.UpdateMessage("C1", ts, slack.MsgOptionText("only text", false)); err != nil {
		t.Fatal(err)
	}
	m, _ := s.Message("C1", ts)
	if m.Blocks != nil || m.Words() != "only text" || m.Metadata == nil || m.Edits != 1 {
		t.Errorf("after an update with text alone: %+v", m)
	}
}

func TestHistory(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	meta := slack.MsgOptionMetadata(slack.SlackMetadata{EventType: "card", EventPayload: map[string]any{"key": "k"}})
	first := a.post("C1", slack.MsgOptionText("one", false), meta)
	s.Say("U1", "C1", "", "chatter")
	last := a.post("C1", slack.MsgOptionText("three", false))
	reply := a.post("C1", slack.MsgOptionText("reply", false), slack.MsgOptionTS(first))
	var got []string
	cursor := ""
	for {
		page, err := a.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1", Limit: 2, Cursor: cursor, IncludeAllMetadata: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.Messages {
			got = append(got, m.Text+m.Metadata.EventType)
		}
		if cursor = page.ResponseMetaData.NextCursor; !page.HasMore {
			break
		}
	}
	if diff := cmp.Diff([]string{"three", "chatter", "onecard"}, got); diff != "" {
		t.Error(diff)
	}
	since, err := a.api.GetConversationHistory(&slack.GetConversationHistoryParameters{ChannelID: "C1", Oldest: last, Inclusive: true})
	if err != nil || len(since.Messages) != 1 || since.Messages[0].Timestamp != last {
		t.Errorf("since the last: %+v, error %v", since, err)
	}
	list, _, _, err := a.api.GetConversationReplies(&slack.GetConversationRepliesParameters{ChannelID: "C1", Timestamp: first})
	if err != nil || len(list) != 2 || list[0].ReplyCount != 1 || list[1].Timestamp != reply || list[1].Metadata.EventType != "" {
		t.Errorf("replies: %+v, error %v", list, err)
	}
}

func TestRepliesToWhatIsGone(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	first := a.post("C1", slack.MsgOptionText("one", false))
	a.post("C1", slack.MsgOptionText("reply", false), slack.MsgOptionTS(first))
	bare := a.post("C1", slack.MsgOptionText("two", false))
	for _, ts := range []string{first, bare} {
		if err := s.DeleteMessage("C1", ts); err != nil {
			t.Fatal(err)
		}
	}
	a.post("C1", slack.MsgOptionText("goes on", false), slack.MsgOptionTS(first))
	a.post("C1", slack.MsgOptionText("falls out", false), slack.MsgOptionTS(bare))
	if got := s.Thread("C1", first); len(got) != 2 {
		t.Errorf("the thread of a tombstone: %+v", got)
	}
	if got := s.Messages("C1"); len(got) != 1 || got[0].Text != "falls out" {
		t.Errorf("outside of threads: %+v", got)
	}
	call(t, s, "chat.update", "channel", "C1", "ts", first, "text", "x").is(t, "message_not_found")
}

func TestFiles(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	first := a.post("C1", slack.MsgOptionText("one", false))
	data := []byte("%PDF-1.7 quote")
	up, err := a.api.GetUploadURLExternalContext(soon(t), slack.GetUploadURLExternalParameters{FileName: "q.pdf", FileSize: len(data)})
	if err != nil {
		t.Fatal(err)
	}
	files := `[{"id":"` + up.FileID + `","title":"Quote"}]`
	call(t, s, "files.completeUploadExternal", "files", files, "channel_id", "C1").is(t, "file_not_found")
	if code, status := respond(t, up.UploadURL, "other"); code != "length_mismatch" || status != http.StatusBadRequest {
		t.Errorf("another length: %q, status %d", code, status)
	}
	accused(t, s, "announced")
	if err := a.api.UploadToURL(soon(t), slack.UploadToURLParameters{UploadURL: up.UploadURL, Reader: bytes.NewReader(data), Filename: "q.pdf"}); err != nil {
		t.Fatal(err)
	}
	call(t, s, "files.info", "file", up.FileID).is(t, "file_not_found")
	s.HoldShares()
	call(t, s, "files.completeUploadExternal", "files", files, "channel_id", "C1", "thread_ts", first).is(t, "")
	if info, _, _, err := a.api.GetFileInfo(up.FileID, 1, 1); err != nil || len(info.Shares.Public) != 0 || len(s.Thread("C1", first)) != 1 {
		t.Errorf("shared before it landed: %+v, error %v", info, err)
	}
	s.LandShares()
	call(t, s, "files.completeUploadExternal", "files", files, "channel_id", "C1").is(t, "file_not_found")
	accused(t, s, "completed before")
	f, err := s.WaitFile(soon(t), func(f slacktest.File) bool { return f.Title == "Quote" })
	if err != nil || !bytes.Equal(f.Data, data) || f.Thread != first || f.Channel != "C1" {
		t.Errorf("the file: %+v, error %v", f, err)
	}
	info, _, _, err := a.api.GetFileInfo(up.FileID, 1, 1)
	if err != nil || len(info.Shares.Public["C1"]) != 1 || info.Shares.Public["C1"][0].ThreadTs != first {
		t.Errorf("shares: %+v, error %v", info, err)
	}
}

func TestDirectory(t *testing.T) {
	s, a := world(t, slacktest.Options{})
	auth, err := a.api.AuthTest()
	if err != nil || auth.TeamID != "T1" || auth.UserID != s.BotUser() || !strings.Contains(auth.Header.Get("X-OAuth-Scopes"), "chat:write") {
		t.Errorf("auth.test: %+v, error %v", auth, err)
	}
	u, err := a.api.GetUserInfo("U1")
	if err != nil || u.RealName != "Anna" || u.Locale != "da-DK" || u.TZ != "Europe/Copenhagen" || u.TeamID != "T1" {
		t.Errorf("users.info: %+v, error %v", u, err)
	}
	if u, err = a.api.GetUserInfo("U2"); err != nil || u.TeamID != "T2" {
		t.Errorf("a person of another workspace: %+v, error %v", u, err)
	}
	call(t, s, "users.info", "user", "U404").is(t, "user_not_found")
	members, err := a.api.GetUserGroupMembers("S1")
	if diff := cmp.Diff([]string{"U1"}, members); diff != "" || err != nil {
		t.Errorf("members: %s, error %v", diff, err)
	}
	call(t, s, "usergroups.users.list", "usergroup", "S404").is(t, "no_such_subteam")
	info, err := a.api.GetConversationInfo(&slack.GetConversationInfoInput{ChannelID: "G1"})
	if err != nil || !info.IsPrivate || !info.IsMember || info.Name != "secret" {
		t.Errorf("conversations.info: %+v, error %v", info, err)
	}
	list, _, err := a.api.GetConversations(&slack.GetConversationsParameters{Types: []string{"public_channel", "private_channel"}})
	if err != nil || len(list) != 3 {
		t.Errorf("%d channels, error %v", len(list), err)
	}
}
