package reply

import (
	"fmt"
	"html"
	"strings"
)

const (
	cellStyle = "padding:6px 8px;border-bottom:1px solid #d0d5db;vertical-align:top"
	headStyle = "padding:6px 8px;background-color:#f0f2f5;font-weight:bold;border-bottom:1px solid #d0d5db"
	sumStyle  = "padding:4px 8px;vertical-align:top"
)

const tableStart = `<table cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;` + fontStyle +
	`;font-size:13px;margin:0 0 14px 0;%s">` + "\n"

// htmlTable is the table as mail programs take it: real tables, attributes and
// inline styles only (Outlook draws with Word, Gmail drops style sheets).
func htmlTable(t Table) string {
	var b strings.Builder
	if len(t.Facts) > 0 {
		fmt.Fprintf(&b, tableStart, "")
		for _, f := range t.Facts {
			b.WriteString("<tr>" + element("td", "left", "padding:1px 16px 1px 0;color:#646b75;vertical-align:top", f.Label) +
				element("td", "left", "padding:1px 0;vertical-align:top", f.Value) + "</tr>\n")
		}
		b.WriteString("</table>\n")
	}
	if len(t.Rows) > 0 || len(t.Sums) > 0 {
		fmt.Fprintf(&b, tableStart, "width:100%;max-width:760px")
		b.WriteString(htmlHead(t) + htmlRows(t) + htmlSums(t) + "</table>\n")
	}
	return b.String()
}

func htmlHead(t Table) string {
	var b strings.Builder
	b.WriteString("<tr>")
	for _, c := range t.Columns {
		b.WriteString(strings.Replace(element("th", side(c), headStyle, c.Head), "<th ", `<th scope="col" `, 1))
	}
	return b.String() + "</tr>\n"
}

func htmlRows(t Table) string {
	var b strings.Builder
	for _, row := range t.Rows {
		b.WriteString("<tr>")
		for i, cell := range row {
			style := cellStyle
			if t.Columns[i].Right {
				style += ";white-space:nowrap"
			}
			b.WriteString(element("td", side(t.Columns[i]), style, cell))
		}
		b.WriteString("</tr>\n")
	}
	if t.More != "" {
		fmt.Fprintf(&b, `<tr><td colspan="%d" align="left" style="%s">%s</td></tr>`+"\n", len(t.Columns), cellStyle, html.EscapeString(t.More))
	}
	return b.String()
}

func htmlSums(t Table) string {
	var b strings.Builder
	for i, f := range t.Sums {
		style := sumStyle
		if i == len(t.Sums)-1 {
			style += ";font-weight:bold"
		}
		fmt.Fprintf(&b, `<tr><td colspan="%d" align="right" style="%s">%s</td>%s</tr>`+"\n", max(1, len(t.Columns)-1),
			style+";text-align:right", html.EscapeString(f.Label), element("td", "right", style+";white-space:nowrap", f.Value))
	}
	return b.String()
}

func side(c Column) string {
	if c.Right {
		return "right"
	}
	return "left"
}

// element is a cell; everything in it is escaped.
func element(tag, side, style, text string) string {
	return fmt.Sprintf(`<%s align="%s" style="%s;text-align:%s">%s</%s>`, tag, side, style, side, html.EscapeString(strings.Map(printable, text)), tag)
}
