package web

import (
	"net/http"
	"net/url"

	"salesclerk/agent/task"
)

// PersonHeader names who clicks, by id, for scripts; the page uses a cookie.
const PersonHeader = "X-Salesclerk-Person"

// person is who asks. A name that is not configured is refused where a script
// gives it, and forgotten where an old cookie does.
func (s *Server) person(r *http.Request) (task.Person, error) {
	if id := r.Header.Get(PersonHeader); id != "" {
		if p, ok := s.find(id); ok {
			return p, nil
		}
		return task.Person{}, errPerson
	}
	if c, err := r.Cookie("person"); err == nil {
		if id, err := url.QueryUnescape(c.Value); err == nil {
			if p, ok := s.find(id); ok {
				return p, nil
			}
		}
	}
	return s.o.People[0], nil
}

func (s *Server) find(id string) (task.Person, bool) {
	for _, p := range s.o.People {
		if p.ID == id {
			return p, true
		}
	}
	return task.Person{}, false
}

// with is the person, if that one has the role.
func (s *Server) with(r *http.Request, role task.Role) (task.Person, error) {
	p, err := s.person(r)
	if err == nil && !p.May(role) {
		err = errRight
	}
	return p, err
}
