package rules

import "testing"

const (
	spanners   = "20 LV-1704; 5 BOX LV-1205"                     // combination spanners 13 mm, wood screws
	trolleys   = "2 LV-2503; 4 LV-2506; 1 LV-2501"               // a red tool trolley, workshop stools, a workbench
	workshop   = "4 LV-1505; 10 LV-1613; 6 LV-1719"              // hammer drills, masonry drills, spirit levels
	containers = "12 LV-2013; 12 LV-2018; 3 LV-2206; 2 LV-2607"  // euro containers, their lids, platform trolleys, a compressor
	films      = "8 ROLL LV-2309; 4 ROLL LV-2310; 2 BOX LV-2312" // clear film, black film, brown tape
	compressor = "1 LV-2607"
)

func TestTurnsEnglish(t *testing.T) {
	readTurns(t, "en", []turn{
		{spanners, "That's all fine with us, please send the order confirmation. Our PO is 4500123.", "accept ref=4500123"},
		{spanners, "Thanks for the quote, we're happy to accept it as it stands.", "accept"},
		{spanners, "Yes, let's do this.", "accept"},
		{spanners, "We hereby place the order for the quoted items.", "accept"},
		{compressor, "Thanks, but the board has postponed the investment until next year.", "decline"},
		{compressor, "Unfortunately the budget was not approved, so we won't be moving forward.", "decline"},
		{compressor, "We have decided not to go ahead with this. Sorry.", "decline"},
		{compressor, "I'm afraid we will have to leave it for this year.", "decline"},
		{compressor, "We've put the project on hold, so there is no order from us for now.", "decline"},
		{compressor, "Your price is too high for us, we have ordered from someone else.", "decline"},
		{compressor, "How long would delivery to Leeds take?", "question"},
		{compressor, "Is carriage included in the price?", "question"},
		{compressor, "Can you tell me whether it runs on a normal socket?", "question"},
		{compressor, "What would the shipping cost to our site be?", "question"},
		{compressor, "Got it, thank you. I will get back to you next week.", "other"},
		{spanners, "Not sure yet, still waiting for my manager to approve it.", "other"},
		{trolleys, "We'd like to order the first two items only.", "accept+change; -1 LV-2501"},
		{trolleys, "Please go ahead with lines 1 and 3.", "accept+change; -4 LV-2506"},
		{containers, "Please remove the last two lines, the rest we take as quoted.", "accept+change; -3 LV-2206; -2 LV-2607"},
		{trolleys, "Everything except the workbench, please go ahead.", "accept+change; -1 LV-2501"},
		{trolleys, "All good apart from the stools, we don't need those.", "accept+change; -4 LV-2506"},
		{trolleys, "Please take the stools off the quote.", "change; -4 LV-2506"},
		{trolleys, "Skip the second line please, we found some in the store room.", "change; -4 LV-2506"},
		{spanners, "Take out the spanners and 3 more boxes of the screws please.", "change; -20 LV-1704; =8 BOX LV-1205"},
		{spanners, "We only need half of the spanners.", "change; =10 LV-1704"},
		{spanners, "Could you put ten more spanners on it?", "change; =30 LV-1704"},
		{spanners, "Two more boxes of screws please, then it's a deal.", "accept+change; =7 BOX LV-1205"},
		{spanners, "Please add five step ladders with 4 steps.", "change; +5 LV-2510"},
		{trolleys, "We would rather have the trolleys in grey.", "change; =2 LV-2505"},
		{trolleys, "Please swap the red trolleys for blue ones.", "change; =2 LV-2504"},
		{trolleys, "Make it three workbenches and two stools.", "change; =3 LV-2501; =2 LV-2506"},
		{trolleys, "Just the trolleys then, please. We'll take those.", "accept+change; -4 LV-2506; -1 LV-2501"},
		{films, "We don't need the black film after all.", "change; -4 ROLL LV-2310"},
		{films, "Please double the clear film and leave out the tape.", "change; =16 ROLL LV-2309; -2 BOX LV-2312"},
		{films, "Can we have the tape in white instead of brown?", "change; =2 BOX LV-2313"},
		{films, "Please cancel our order, the customer has gone bust.", "cancel"},
		{workshop, "Approved, but only 5 of the masonry drills.", "accept+change; =5 LV-1613"},
		{workshop, "OK for everything. Delivery to arrive on 8 March please.", "accept+change date=2027-03-08"},
		{"?We need 40 storage bins 4 L.", "The green ones please.", "quote_request; 40 LV-2008"},
		{"?We need 40 storage bins 4 L.", "20 blue and 20 red.", "quote_request; 20 LV-2005; 20 LV-2006"},
		{"?We need 3 submersible pumps.", "The 400 W one.", "quote_request; 3 LV-2601"},
		{"?We need 3 submersible pumps.", "The stronger one please.", "quote_request; 3 LV-2602"},
		{"?We need 2 workbenches.", "The 2000 mm version would be best.", "quote_request; 2 LV-2502"},
		{"?We need 2 workbenches.", "The shorter one.", "quote_request; 2 LV-2501"},
		{"?We need 6 garden hoses 1/2\".", "50 m please", "quote_request; 6 LV-2604"},
		{"?We need 6 garden hoses 1/2\".", "The longest you have.", "quote_request; 6 LV-2604"},
		{"?We need 2 step ladders.", "5 steps, thanks.", "quote_request; 2 LV-2511"},
		{"?We need 10 batteries 18 V.", "4 Ah", "quote_request; 10 LV-1512"},
		{"?We need 5 claw hammers.", "Three of the 500 g and two of the 300 g.", "quote_request; 3 LV-1714; 2 LV-1713"},
		{"?We need 20 rolls of stretch film.", "Clear please, same as always.", "quote_request; 20 ROLL LV-2309"},
		{"?We need 20 rolls of stretch film.", "What's the difference between them?", "question"},
		{spanners, "Can you knock 5 off the spanners?", "change; =15 LV-1704"},
		{spanners, "Please up the screws to 8 boxes and we have a deal.", "accept+change; =8 BOX LV-1205"},
		{spanners, "Go ahead, but hold the screws for now.", "accept+change; -5 BOX LV-1205"},
		{spanners, "Go ahead, but the screws are giving the boss a headache.", "other"},
		{spanners, "If you can deliver on Friday, we accept.", "change date=2027-02-12"},
		{spanners, "I'd like 15 of the spanners instead.", "change; =15 LV-1704"},
		{spanners, "Could you let me know when these would arrive?", "question"},
		{spanners, "Could you send me a data sheet for the screws?", "question"},
		{spanners, "Thanks for your help. We will not be needing these after all.", "decline"},
		{trolleys, "Please order lines one and two. The last line we will decide on later.", "accept+change; -1 LV-2501"},
		{trolleys, "Leave the first line as it is, make the second one 6 and delete the third.", "change; -1 LV-2501; =6 LV-2506"},
		{trolleys, "Approved by our board this morning. Please deliver in week 10.", "accept+change date=2027-03-12"},
		{"?We need 5 claw hammers.", "The heavier ones, and make it 6.", "quote_request; 6 LV-1714"},
		{"?We need 40 storage bins 4 L.", "Half in blue, half in red.", "quote_request; 20 LV-2005; 20 LV-2006"},
		{"?We need 40 storage bins 4 L.", "Not the red ones, the blue ones.", "quote_request; 40 LV-2005"},
		{"?We need 40 storage bins 4 L.", "Any colour will do except yellow.", "other"},
	})
}
