package slacktest

// Front makes the addresses that are handed out lead to a proxy before this server ("http://host:port"), so that a test
// can hold up or break what passes: URL, sockets, uploads and response_urls. It is called before anything else is, and
// gives the address that the proxy is to pass everything on to.
func (s *Server) Front(url string) (addr string) {
	s.locked(func() { s.url = url })
	return s.addr
}
