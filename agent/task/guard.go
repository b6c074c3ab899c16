package task

// guard is a condition on a task that an event's facts are already in. Its name
// stands in the picture.
type guard struct {
	name string
	ok   func(*Task, *Event) bool
}

func (g guard) holds(t *Task, e *Event) bool { return g.ok == nil || g.ok(t, e) }

func (g guard) and(h guard) guard {
	return guard{g.name + " and " + h.name, func(t *Task, e *Event) bool { return g.ok(t, e) && h.ok(t, e) }}
}

func on(name string, ok func(*Task) bool) guard {
	return guard{name, func(t *Task, _ *Event) bool { return ok(t) }}
}

var (
	always        = guard{}
	mustReview    = on("must be reviewed", needsReview)
	stranger      = on("sender unknown", func(t *Task) bool { return !t.Party.Known() })
	several       = on("several contacts", func(t *Task) bool { return !t.Party.Known() && t.Party.Match == Several })
	blocked       = on("customer blocked", func(t *Task) bool { return t.Party.Blocked != "" })
	makesOrders   = on("makes orders", func(t *Task) bool { return t.Policy.MakeOrders })
	sendsQuotes   = on("sends quotes", func(t *Task) bool { return t.Policy.SendQuotes })
	mayWrite      = on("writes to customers", func(t *Task) bool { return t.Policy.SendQuotes || t.Policy.MakeOrders })
	reviewsQuotes = on("reviews quotes", func(t *Task) bool { return t.Policy.ReviewQuotes })
	reviewsOrders = on("reviews orders", func(t *Task) bool { return t.Policy.ReviewOrders })
	hasDocument   = on("has a document", func(t *Task) bool { return t.Document != nil })
	asking        = on("asks which item", func(t *Task) bool { return t.Draft != nil && t.Draft.Kind == DraftAsk })
	orderSent     = on("order confirmed", func(t *Task) bool { return t.Offered != nil && t.Offered.Kind == DraftOrder })
	quoteOpen     = on("a quote is with the customer", func(t *Task) bool { return t.Document != nil && t.Document.Kind == Quote && t.Offered != nil })
	wasPaused     = on("was paused", func(t *Task) bool { return t.Resume == Paused })
	heldIncoming  = on("on the incoming card", func(t *Task) bool { s := t.Open(); return s != nil && s.Kind == StepIncoming })
	wasUnderWay   = guard{"was under way", func(t *Task, e *Event) bool { return t.Halted != nil && t.Halted.Key == e.Job }}

	changesOrder = on("wants the order changed", func(t *Task) bool {
		return t.Document != nil && t.Document.Kind == Order && (t.Reading.Has(Changes) || t.Reading.Has(Cancel) || hasChange(t.Reading))
	})
	declines = on("declines", func(t *Task) bool {
		return (t.Reading.Has(Decline) || t.Reading.Has(Cancel)) && len(lines(t)) == 0 && quoteOpen.ok(t, nil)
	})
	thanks = on("thanks for the order", func(t *Task) bool {
		return t.Document != nil && t.Document.Kind == Order && t.Reading.Has(Accept) && len(t.Reading.Intents) == 1 &&
			len(lines(t)) == 0 && len(t.Reading.OutOfScope) == 0
	})
	acceptsQuote = on("accepts the quote", func(t *Task) bool {
		return t.Reading.Has(Accept) && (!t.Reading.Has(Changes) || onlyReference(t.Reading)) && len(lines(t)) == 0 &&
			quoteOpen.ok(t, nil) && t.Offered.Kind == DraftQuote
	})
	asksForItems = on("asks for items", func(t *Task) bool {
		return len(lines(t)) > 0 || (t.Reading.Has(Changes) && quoteOpen.ok(t, nil) && changesHeader(t.Reading))
	})
	questions = on("asks a question", func(t *Task) bool { return t.Reading.Has(Question) })
)

// needsReview is rule 4.5 with what makes a review certain whatever the policy.
func needsReview(t *Task) bool {
	for _, s := range t.Steps {
		if s.Kind == StepIncoming && s.Message == t.Current && s.Status == StepConfirmed {
			return false // read again after something was mended
		}
	}
	mail := t.Mail()
	if mail.Verified == "fail" || mail.Forwarded != "" || t.Reading == nil || !t.Reading.Relevant || t.Reading.Doubt {
		return true
	}
	policy := t.Policy.ReviewUnknown
	if t.Party.Known() {
		policy = t.Policy.ReviewKnown
	}
	switch policy {
	case ReviewNever:
		return false
	case ReviewFirst: // and a mail that would end the conversation: nobody else would see it
		return t.Current == 0 || declines.ok(t, nil)
	}
	return true // a policy this code does not know is the careful one
}

func lines(t *Task) []Line {
	if t.Reading == nil {
		return nil
	}
	return t.Reading.Lines
}

func hasChange(r *Reading) bool {
	for _, l := range r.Lines {
		if l.Change == LineSet || l.Change == LineRemove {
			return true
		}
	}
	return false
}

// onlyReference: "we accept, our number is 4711" is an acceptance. The order
// takes the number; there is nothing to quote anew.
func onlyReference(r *Reading) bool {
	return r.Reference != "" && r.RequestedDate == "" && r.ShipTo == "" && r.ShipToCode == "" && len(r.Lines) == 0
}

func changesHeader(r *Reading) bool {
	return r.RequestedDate != "" || r.Reference != "" || r.ShipTo != "" || r.ShipToCode != ""
}

// accepted says whether a person said to go on in spite of the problem.
func accepted(t *Task, code string) bool {
	if t.Reading == nil {
		return false
	}
	for _, c := range t.Reading.Accepted {
		if c == code {
			return true
		}
	}
	return false
}
