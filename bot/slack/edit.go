package slack

import (
	"context"
	"errors"
	"strconv"

	slackgo "github.com/slack-go/slack"

	"salesclerk/agent/task"
	"salesclerk/bot"
	"salesclerk/bot/slack/views"
	"salesclerk/bot/slack/wire"
	"salesclerk/cards"
)

// open is a dialog that a request comes from: what it holds and who acts.
type open struct {
	*dialog
	k    asker
	meta views.Meta
	view *slackgo.View
	w    way
	say  cards.Text // why there is no dialog
}

// openOf is the dialog of a view. errForgotten: it is not kept any more, it is
// somebody else's, or the person has no right here any more; lost says so then.
func (a *App) openOf(ctx context.Context, r wire.Request) (*open, error) {
	cb := r.Interaction
	o := &open{view: &cb.View, w: wayTo(r)}
	var err error
	o.meta, err = views.ParseMeta(cb.View.PrivateMetadata)
	d := a.desk(o.meta.Target.Desk)
	if err != nil || d == nil {
		o.k = a.stranger(ctx, r.Team, cb.User.ID, a.desks[0])
		o.say = o.k.Say("slack.app.forgotten")
		return o, errForgotten
	}
	if o.k, err = a.asked(ctx, d, r); err != nil {
		return o, err
	}
	o.say = o.k.Say("slack.app.forgotten")
	if !o.k.Sees() {
		a.refused(o.k, cb.View.CallbackID, o.meta.Target.Task)
		o.say = o.k.Denied(task.Viewer)
		return o, errForgotten
	}
	o.dialog, err = d.dialogOf(ctx, o.meta.Key, o.k.Person.ID)
	return o, err
}

// read takes what was typed in the view into the dialog.
func (o *open) read(cb *slackgo.InteractionCallback) {
	views.Read(o.form, o.State, values(cb))
}

// values is what the view's inputs hold.
func values(cb *slackgo.InteractionCallback) views.Values {
	if cb.View.State != nil && len(cb.View.State.Values) > 0 {
		return cb.View.State.Values
	}
	if cb.BlockActionState != nil {
		return cb.BlockActionState.Values
	}
	return nil
}

func (o *open) draw() slackgo.ModalViewRequest { return views.Dialog(o.form, o.State, o.k.look()) }

func (o *open) lost() slackgo.ModalViewRequest {
	return views.Message(appName, []cards.Text{o.say}, o.k.look())
}

// inDialog is a click on what a dialog brings with it: a page, a line, a menu. All
// that was typed so far is kept before it is acknowledged.
func (a *App) inDialog(ctx context.Context, r wire.Request, act *slackgo.BlockAction, verb task.Kind) (wire.Answer, error) {
	if verb == views.VerbInput || verb == views.VerbContact || verb == views.VerbCust || verb == views.VerbAddress {
		return wire.Answer{}, nil // what is chosen comes with the submission
	}
	o, err := a.openOf(ctx, r)
	if errors.Is(err, errForgotten) {
		return a.changed(o.view.ID, o.lost()), nil
	}
	if err != nil {
		return wire.Answer{}, err
	}
	o.read(r.Interaction)
	after := a.edit(o, act, verb)
	if err := o.k.d.keepState(ctx, o.dialog); err != nil {
		return wire.Answer{}, err
	}
	return wire.Answer{After: after}, nil
}

// edit carries a click out on the dialog and says how the person is shown it.
func (a *App) edit(o *open, act *slackgo.BlockAction, verb task.Kind) func(context.Context) {
	part := views.Part(act.ActionID)
	redraw := func(ctx context.Context) { a.changeView(ctx, o.view.ID, "", o.draw()) }
	line := func(ctx context.Context) { a.showView(ctx, o.w, o.view, a.line(ctx, o, o.view.ID), o.k) }
	switch chosen := act.SelectedOption.Value; {
	case verb == views.VerbPage:
		page, _ := strconv.Atoi(part)
		o.State.Turn(o.form, page)
	case verb == views.VerbLine && chosen == views.MenuRemove:
		o.State.RemoveLine(o.form, part)
	case verb == views.VerbLine:
		o.State.OpenLine(o.form, part)
		return line
	case verb == views.VerbAdd:
		o.State.OpenLine(o.form, "")
		return line
	case verb == views.VerbBack:
		o.State.PutBack(o.form, part)
	case verb == views.VerbItem && o.view.CallbackID == views.CallLine:
		return func(ctx context.Context) { a.changeView(ctx, o.view.ID, "", a.line(ctx, o, o.meta.Root)) }
	case verb == views.VerbItem:
		return nil
	}
	return redraw
}

// line is the line that is being edited, with what its item can be had in. A unit
// that goes with another item is kept.
func (a *App) line(ctx context.Context, o *open, root string) slackgo.ModalViewRequest {
	var units, variants []string
	if item := o.State.ItemOf(o.form); item != "" {
		soon, end := context.WithTimeout(ctx, extras)
		defer end()
		var err error
		if units, variants, err = o.k.d.ItemUnits(soon, item); err != nil {
			a.o.Log.Info("slack: a line is shown without its item's units", "item", item, "error", err)
		}
	}
	v := views.Line(o.form, o.State, units, variants, root, o.k.look())
	if err := o.k.d.keepState(ctx, o.dialog); err != nil {
		a.o.Log.Warn("slack: a line was not kept", "error", err)
	}
	return v
}

// closed is a dialog that was closed without being sent. What was tried to be sent
// is kept for when it is opened again; the rest is let go soon.
func (a *App) closed(ctx context.Context, r wire.Request) (wire.Answer, error) {
	if r.Interaction.View.CallbackID != views.CallDialog {
		return wire.Answer{}, nil
	}
	o, err := a.openOf(ctx, r)
	if err != nil {
		return wire.Answer{}, nil // it ends by itself
	}
	o.read(r.Interaction)
	if err := o.k.d.letGo(ctx, o.dialog); err != nil {
		a.o.Log.Info("slack: what a closed dialog held was not let go", "error", err)
	}
	return wire.Answer{}, nil
}

// target is what the dialog is about.
func (o *open) target() bot.Target { return o.State.Target }
