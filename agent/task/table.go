package task

// Row is one line of the table: in this state, at this place, when this
// happens, the task goes there. Of the rows that fit, the first whose guard
// holds is taken; guards see the task with the event's facts already in it.
type Row struct {
	In   State
	At   string // the kind of the open step, or of the job while Working; "" is any
	Code string // of an assistance step's problem; "" is any
	On   Kind
	When guard

	To      State
	Settles StepStatus // closes the open step
	Opens   StepKind   // a step that waits for a person
	Problem string     // its problem; "" takes the event's
	Starts  JobKind
	Draft   DraftKind // of a compose job; "" is that of the mail at hand
	Holds   bool      // the open step stays, busy, until the job is done
	Returns bool      // the busy step is open again
	Quiet   bool      // what the buttons mean does not change

	Role Role // who may click it
}

// jobRedo stands in the table for the job a problem names.
const jobRedo JobKind = "redo"

// table is all there is; see Picture for how it looks.
var table = build()

func build() []Row {
	var rows []Row
	for _, part := range [][]Row{mails(), incoming(), documents(), outgoing(), resuming(), assistance(), stopping()} {
		rows = append(rows, part...)
	}
	return rows
}

// mails is what a mail of the customer does.
func mails() []Row {
	rows := []Row{
		{In: "", On: MailCame, To: Working, Starts: JobRead},
		{In: Waiting, On: MailCame, To: Working, Starts: JobRead},
		{In: Completed, On: MailCame, To: Working, Starts: JobRead},
	}
	for _, s := range []State{Working, Attention, Paused} { // it waits its turn
		rows = append(rows, Row{In: s, On: MailCame, To: s, Quiet: true})
	}
	for _, s := range []State{Waiting, Completed} {
		rows = append(rows, Row{In: s, On: MailBounce, To: Attention, Opens: StepAssistance, Problem: Bounced})
	}
	for _, s := range []State{Working, Attention, Paused} {
		rows = append(rows, Row{In: s, On: MailBounce, To: s, Quiet: true})
	}
	return rows
}

// incoming is reading a mail and having it reviewed.
func incoming() []Row {
	rows := []Row{
		{In: Working, At: string(JobRead), On: Understood, When: mustReview, To: Attention, Opens: StepIncoming},
	}
	rows = append(rows, route(Row{In: Working, At: string(JobRead), On: Understood})...)
	rows = append(rows, stuck(JobRead)...)
	for _, k := range []Kind{CreateContact, UseContactOnce, UpdateContact} {
		rows = append(rows, Row{In: Attention, At: string(StepIncoming), On: k, When: stranger,
			To: Working, Starts: JobContact, Holds: true, Role: Approver})
	}
	rows = append(rows, route(Row{In: Attention, At: string(StepIncoming), On: Confirm, Settles: StepConfirmed, Role: Approver})...)
	rows = append(rows, Row{In: Working, At: string(JobContact), On: ContactSet, When: heldIncoming, To: Attention, Returns: true})
	rows = append(rows, route(Row{In: Working, At: string(JobContact), On: ContactSet, Settles: StepFixed})...)
	rows = append(rows, back(JobContact, Stuck)...)
	return rows
}

// route is what follows once a reading is taken as right: base says where from.
func route(base Row) []Row {
	to := func(when guard, r Row) Row {
		r.In, r.At, r.Code, r.On, r.Settles, r.Role = base.In, base.At, base.Code, base.On, base.Settles, base.Role
		r.When = when
		return r
	}
	ask := func(when guard, code string) Row {
		return to(when, Row{To: Attention, Opens: StepAssistance, Problem: code})
	}
	return []Row{
		ask(several, SeveralContacts),
		ask(stranger, UnknownSender),
		ask(blocked, BlockedCustomer),
		ask(changesOrder, OrderChange),
		to(thanks, Row{To: Completed}),
		to(declines, Row{To: Completed}),
		to(acceptsQuote.and(makesOrders), Row{To: Working, Starts: JobOrder}),
		ask(acceptsQuote, MakeTheOrder),
		to(asksForItems, Row{To: Working, Starts: JobQuote}),
		ask(questions, AskedQuestion),
		ask(always, NothingAsked),
	}
}

// documents is making the quote and the order.
func documents() []Row {
	quote, order, find := string(JobQuote), string(JobOrder), string(JobFind)
	rows := []Row{{In: Working, At: quote, On: Quoted, When: reviewsQuotes, To: Attention, Opens: StepQuote}}
	rows = append(rows, quoted(Row{In: Working, At: quote, On: Quoted})...)
	rows = append(rows, quoted(Row{In: Attention, At: string(StepQuote), On: Confirm, Settles: StepConfirmed, Role: Approver})...)
	rows = append(rows,
		Row{In: Working, At: quote, On: Options, When: mayWrite, To: Working, Starts: JobCompose, Draft: DraftAsk},
		Row{In: Working, At: quote, On: Options, To: Attention, Opens: StepAssistance, Problem: SeveralItems},
		Row{In: Working, At: quote, On: Nothing, When: mayWrite, To: Working, Starts: JobCompose, Draft: DraftUnavailable},
		Row{In: Working, At: quote, On: Nothing, To: Attention, Opens: StepAssistance, Problem: TakeOver},
		Row{In: Working, At: order, On: Ordered, When: reviewsOrders, To: Attention, Opens: StepOrder},
		Row{In: Working, At: order, On: Ordered, To: Working, Starts: JobCompose, Draft: DraftOrder},
		Row{In: Working, At: find, On: Ordered, When: reviewsOrders, To: Attention, Settles: StepConfirmed, Opens: StepOrder},
		Row{In: Working, At: find, On: Ordered, To: Working, Settles: StepConfirmed, Starts: JobCompose, Draft: DraftOrder},
		Row{In: Attention, At: string(StepOrder), On: Confirm, To: Working, Settles: StepConfirmed, Starts: JobCompose, Draft: DraftOrder, Role: Approver},
	)
	for _, k := range []StepKind{StepQuote, StepOrder} {
		rows = append(rows, Row{In: Attention, At: string(k), On: Save, To: Working, Starts: JobSave, Holds: true, Role: Approver})
	}
	rows = append(rows, stuck(JobQuote, JobOrder)...)
	rows = append(rows, back(JobFind, Stuck)...)
	rows = append(rows, back(JobSave, Saved, Stuck)...)
	return rows
}

// quoted is what follows a quote that is as it should be.
func quoted(base Row) []Row {
	send, order, over := base, base, base
	send.When, send.To, send.Starts, send.Draft = sendsQuotes, Working, JobCompose, DraftQuote
	order.When, order.To, order.Starts = makesOrders, Working, JobOrder
	over.To, over.Opens, over.Problem = Attention, StepAssistance, TakeOver
	return []Row{send, order, over}
}

// outgoing is writing a mail, having it reviewed and sending it.
func outgoing() []Row {
	out := string(StepOutgoing)
	rows := []Row{
		{In: Working, At: string(JobCompose), On: Drafted, To: Attention, Opens: StepOutgoing},
		{In: Attention, At: out, On: Confirm, To: Working, Settles: StepConfirmed, Starts: JobSend, Role: Approver},
		{In: Attention, At: out, On: Save, To: Attention, Role: Approver},
		{In: Attention, At: out, On: Discard, To: Paused, Settles: StepDiscarded, Opens: StepResume, Role: Approver},
		{In: Attention, At: out, On: PickItem, When: asking, To: Working, Settles: StepFixed, Starts: JobQuote, Role: Approver},
		{In: Working, At: string(JobSend), On: Sent, When: orderSent, To: Completed},
		{In: Working, At: string(JobSend), On: Sent, To: Waiting},
	}
	return append(rows, stuck(JobCompose, JobSend)...)
}

// resuming is what a discarded outgoing mail leads to.
func resuming() []Row {
	at := string(StepResume)
	rows := []Row{
		{In: Paused, At: at, On: Updated, When: hasDocument, To: Working, Settles: StepUpdated, Starts: JobCompose, Role: Approver},
		{In: Paused, At: at, On: ResumeOnly, When: hasDocument, To: Working, Settles: StepResumed, Starts: JobRecheck, Role: Approver},
		{In: Paused, At: at, On: ResumeOnly, To: Attention, Settles: StepResumed, Opens: StepOutgoing, Role: Approver},
		{In: Paused, At: at, On: Save, When: hasDocument, To: Working, Starts: JobSave, Holds: true, Role: Approver},
		{In: Paused, At: at, On: PickItem, When: asking, To: Working, Settles: StepFixed, Starts: JobQuote, Role: Approver},
		{In: Paused, At: at, On: Instruct, To: Working, Starts: JobInstruct, Holds: true, Role: Approver},
		{In: Working, At: string(JobRecheck), On: Rechecked, To: Attention, Opens: StepOutgoing},
	}
	return append(rows, stuck(JobRecheck)...)
}

// assistance is the ways out of each problem. Confirm means: I have fixed it, go on.
func assistance() []Row {
	var rows []Row
	at := func(code string, on Kind, r Row) {
		r.In, r.At, r.Code, r.On, r.Role = Attention, string(StepAssistance), code, on, Approver
		if !r.Holds {
			r.Settles = StepFixed
			if on == Confirm {
				r.Settles = StepConfirmed
			}
		}
		rows = append(rows, r)
	}
	redo := Row{To: Working, Starts: jobRedo}
	quote := Row{To: Working, Starts: JobQuote}
	contact := Row{To: Working, Starts: JobContact, Holds: true}
	instruct := Row{To: Working, Starts: JobInstruct, Holds: true}
	answer := Row{To: Working, Starts: JobCompose, Draft: DraftAnswer}

	for _, code := range []string{UnknownSender, SeveralContacts} {
		if code == UnknownSender {
			at(code, CreateContact, contact)
		}
		at(code, UseContactOnce, contact)
		at(code, UpdateContact, contact)
		at(code, Confirm, Row{To: Working, Starts: JobRead})
	}
	for _, code := range []string{NoItem, SeveralItems, NotAvailable, UnitUnknown} {
		at(code, PickItem, quote)
		at(code, Instruct, instruct)
		at(code, Retry, quote)
		at(code, Confirm, quote)
	}
	at(ShipToUnknown, Instruct, instruct)
	at(ShipToUnknown, Confirm, quote) // to the customer's own address
	for _, code := range []string{OtherCustomer, BlockedCustomer, NoCustomer, CreditLimit, BackOffice, BadInput, Unreadable} {
		at(code, Retry, redo)
		at(code, Confirm, redo)
	}
	at(Unreadable, WriteAnswer, answer)
	for _, code := range []string{AskedQuestion, NothingAsked} {
		at(code, WriteAnswer, answer)
		at(code, Instruct, instruct)
		at(code, Confirm, Row{When: quoteOpen, To: Waiting})
		at(code, Confirm, Row{To: Completed})
	}
	at(TakeOver, Confirm, Row{To: Completed})
	at(MakeTheOrder, MakeOrder, Row{To: Working, Starts: JobOrder})
	at(MakeTheOrder, Confirm, Row{To: Working, Starts: JobFind, Holds: true})
	at(OrderChange, Save, Row{When: hasDocument, To: Working, Starts: JobSave, Holds: true})
	at(OrderChange, Updated, Row{When: hasDocument, To: Working, Starts: JobCompose, Draft: DraftOrder})
	at(OrderChange, WriteAnswer, answer)
	at(OrderChange, Confirm, Row{To: Completed})
	at(QuoteChanged, Updated, Row{To: Working, Starts: JobCompose, Draft: DraftQuote})
	at(QuoteChanged, Confirm, Row{To: Working, Starts: JobOrder})
	for _, on := range []Kind{Retry, Confirm} {
		at(SendFailed, on, Row{To: Working, Starts: JobSend})
	}
	at(SendFailed, Save, Row{To: Attention, Opens: StepOutgoing})
	at(SendUncertain, Retry, Row{To: Working, Starts: JobSend})
	at(SendUncertain, Confirm, Row{When: orderSent, To: Completed})
	at(SendUncertain, Confirm, Row{To: Waiting})
	at(Bounced, Retry, Row{To: Working, Starts: JobCompose})
	at(Bounced, Confirm, Row{When: quoteOpen, To: Waiting})
	at(Bounced, Confirm, Row{To: Completed})

	rows = append(rows, route(Row{In: Working, At: string(JobInstruct), On: Understood, Settles: StepFixed})...)
	return append(rows, back(JobInstruct, Stuck)...)
}

// stopping is Stop, its question, and stopping from outside.
func stopping() []Row {
	stop := string(StepStop)
	rows := []Row{}
	for _, s := range []State{Attention, Paused} {
		rows = append(rows,
			Row{In: s, At: stop, On: StopYes, To: Stopped, Settles: StepStopped, Role: Approver},
			Row{In: s, At: stop, On: StopNo, To: s, Role: Approver},
			Row{In: s, On: Stop, To: s, Role: Approver},
		)
	}
	for _, s := range []State{Working, Attention, Paused, Waiting} {
		rows = append(rows, Row{In: s, On: Halt, To: Stopped, Settles: StepStopped, Role: Approver})
	}
	for _, s := range []State{Working, Attention, Paused, Waiting, Completed} {
		rows = append(rows, Row{In: s, On: Assign, To: s, Quiet: true, Role: Approver})
	}
	for _, k := range []Kind{Quoted, Ordered, Sent} { // it was under way when the task was stopped: told, no more
		rows = append(rows, Row{In: Stopped, On: k, When: wasUnderWay, To: Stopped, Quiet: true})
	}
	return rows
}

// stuck is the rows for jobs whose failure asks for assistance.
func stuck(jobs ...JobKind) []Row {
	var rows []Row
	for _, j := range jobs {
		rows = append(rows, Row{In: Working, At: string(j), On: Stuck, To: Attention, Opens: StepAssistance})
	}
	return rows
}

// back is the rows for outcomes that open the busy step again.
func back(job JobKind, kinds ...Kind) []Row {
	var rows []Row
	for _, k := range kinds {
		rows = append(rows,
			Row{In: Working, At: string(job), On: k, When: wasPaused, To: Paused, Returns: true},
			Row{In: Working, At: string(job), On: k, To: Attention, Returns: true})
	}
	return rows
}
