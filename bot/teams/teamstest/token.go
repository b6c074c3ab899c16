package teamstest

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// tokenLife is how long a token holds.
const tokenLife = time.Hour

// token is the token endpoint of a tenant, for client credentials.
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
func (s *Server) token(r *http.Request, body []byte) (answer, *refusal) {
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return answer{}, badToken("invalid_request", "AADSTS900144: The request body is no form.")
	}
	id, secret := form.Get("client_id"), form.Get("client_secret")
	if user, pass, basic := r.BasicAuth(); basic {
		id, secret = unescaped(user), unescaped(pass)
	}
	switch {
	case r.PathValue("tenant") != s.o.Tenant:
		return answer{}, badToken("invalid_request", "AADSTS90002: Tenant '"+r.PathValue("tenant")+"' not found.")
	case form.Get("grant_type") != "client_credentials":
		s.unexpected("a token was asked for with grant_type %q", form.Get("grant_type"))
		return answer{}, badToken("unsupported_grant_type", "AADSTS70003: The app requested an unsupported grant type.")
	case !strings.EqualFold(id, s.o.AppID):
		return answer{}, badToken("unauthorized_client", "AADSTS700016: Application with identifier '"+id+"' was not found in the directory.")
	case secret != s.o.Secret:
		return answer{}, badSecret("AADSTS7000215: Invalid client secret provided.")
	case s.secret == "":
		return answer{}, badSecret("AADSTS7000222: The provided client secret keys are expired.")
	case form.Get("scope") != s.o.Scope:
		s.unexpected("a token was asked for with scope %q", form.Get("scope"))
		return answer{}, badToken("invalid_scope", "AADSTS70011: The provided value for the input parameter 'scope' is not valid.")
	}
	token := s.id("token-")
	s.tokens[token], s.issued[token] = s.now().Add(tokenLife), true
	life := int(tokenLife/time.Second) - 1
	return answer{body: fields{"token_type": "Bearer", "expires_in": life, "ext_expires_in": life, "access_token": token}}, nil
}

// unescaped undoes what RFC 6749, 2.3.1, wants done to both parts.
func unescaped(s string) string {
	if out, err := url.QueryUnescape(s); err == nil {
		return out
	}
	return s
}

func badToken(code, words string) *refusal {
	return &refusal{status: http.StatusBadRequest, code: code, body: fields{"error": code, "error_description": words}}
}

func badSecret(words string) *refusal {
	r := badToken("invalid_client", words)
	r.status = http.StatusUnauthorized
	return r
}
