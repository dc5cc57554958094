package discordtest

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refusal is an error answer: a status, and Discord's JSON body.
type refusal struct {
	status     int
	Code       int
	Message    string
	errors     object
	retryAfter time.Duration // of a 429
	global     bool
	raw        string // a body that is sent as it is
}

// Refusals, with the status, code and message that Discord documents for them.
var (
	unauthorized         = &refusal{status: http.StatusUnauthorized, Message: "401: Unauthorized"}
	unknownRoute         = &refusal{status: http.StatusNotFound, Message: "404: Not Found"}
	unknownChannel       = &refusal{status: http.StatusNotFound, Code: 10003, Message: "Unknown Channel"}
	unknownApplication   = &refusal{status: http.StatusNotFound, Code: 10002, Message: "Unknown Application"}
	unknownGuild         = &refusal{status: http.StatusNotFound, Code: 10004, Message: "Unknown Guild"}
	unknownMessage       = &refusal{status: http.StatusNotFound, Code: 10008, Message: "Unknown Message"}
	unknownUser          = &refusal{status: http.StatusNotFound, Code: 10013, Message: "Unknown User"}
	unknownWebhook       = &refusal{status: http.StatusNotFound, Code: 10015, Message: "Unknown Webhook"}
	unknownInteraction   = &refusal{status: http.StatusNotFound, Code: 10062, Message: "Unknown interaction"}
	fileTooLarge         = &refusal{status: http.StatusRequestEntityTooLarge, Code: 40005, Message: "Request entity too large"}
	alreadyAcknowledged  = &refusal{status: http.StatusBadRequest, Code: 40060, Message: "Interaction has already been acknowledged."}
	missingAccess        = &refusal{status: http.StatusForbidden, Code: 50001, Message: "Missing Access"}
	notInDMs             = &refusal{status: http.StatusForbidden, Code: 50003, Message: "Cannot execute action on a DM channel"}
	notYours             = &refusal{status: http.StatusForbidden, Code: 50005, Message: "Cannot edit a message authored by another user"}
	emptyMessage         = &refusal{status: http.StatusBadRequest, Code: 50006, Message: "Cannot send an empty message"}
	cannotDM             = &refusal{status: http.StatusForbidden, Code: 50007, Message: "Cannot send messages to this user"}
	notATextChannel      = &refusal{status: http.StatusBadRequest, Code: 50008, Message: "Cannot send messages in a non-text channel"}
	missingPermissions   = &refusal{status: http.StatusForbidden, Code: 50013, Message: "Missing Permissions"}
	wrongChannelType     = &refusal{status: http.StatusBadRequest, Code: 50024, Message: "Cannot execute action on this channel type"}
	invalidWebhookToken  = &refusal{status: http.StatusUnauthorized, Code: 50027, Message: "Invalid Webhook Token"}
	noMutualGuild        = &refusal{status: http.StatusForbidden, Code: 50278, Message: "Cannot send messages to this user due to having no mutual guilds"}
	threadArchived       = &refusal{status: http.StatusBadRequest, Code: 50083, Message: "Thread is archived"}
	threadLocked         = &refusal{status: http.StatusForbidden, Code: 160005, Message: "Thread is locked"}
	noHistory            = &refusal{status: http.StatusForbidden, Code: 160002, Message: "Cannot reply without permission to read message history"}
	threadAlreadyCreated = &refusal{status: http.StatusBadRequest, Code: 160004, Message: "A thread has already been created for this message"}
)

// Codes of what is wrong with a form, and with its fields.
const (
	codeInvalidForm       = 50035
	errMaxLength          = "BASE_TYPE_MAX_LENGTH"
	errBadLength          = "BASE_TYPE_BAD_LENGTH"
	errRequired           = "BASE_TYPE_REQUIRED"
	errChoices            = "BASE_TYPE_CHOICES"
	errScheme             = "URL_TYPE_INVALID_SCHEME"
	errURL                = "URL_TYPE_INVALID_URL"
	errDuplicateComponent = "COMPONENT_CUSTOM_ID_DUPLICATED"
)

func (no *refusal) body() any {
	switch {
	case no.raw != "":
		return json.RawMessage(no.raw)
	case no.status == http.StatusTooManyRequests:
		return object{"message": "You are being rate limited.", "retry_after": no.retryAfter.Seconds(), "global": no.global}
	}
	o := object{"code": no.Code, "message": no.Message}
	if no.errors != nil {
		o["errors"] = no.errors
	}
	return o
}

func (no *refusal) headers(h http.Header) {
	if no.status != http.StatusTooManyRequests {
		return
	}
	h.Set("Retry-After", strconv.Itoa(int((no.retryAfter+time.Second-1)/time.Second)))
	if no.raw != "" { // it comes from before Discord, which alone knows more
		return
	}
	h.Set("X-RateLimit-Reset-After", strconv.FormatFloat(no.retryAfter.Seconds(), 'f', 3, 64))
	h.Set("X-RateLimit-Remaining", "0")
	if no.global {
		h.Set("X-RateLimit-Global", "true")
		h.Set("X-RateLimit-Scope", "global")
	} else {
		h.Set("X-RateLimit-Scope", "user")
	}
}

// form collects what is wrong with a request's fields.
type form struct{ errors object }

// wrong records an error at a path such as "embeds.0.title".
func (f *form) wrong(path, code, message string) {
	if f.errors == nil {
		f.errors = object{}
	}
	at := f.errors
	for _, key := range strings.Split(path, ".") {
		next, ok := at[key].(object)
		if !ok {
			next = object{}
			at[key] = next
		}
		at = next
	}
	list, _ := at["_errors"].([]object)
	at["_errors"] = append(list, object{"code": code, "message": message})
}

// refusal returns nil when nothing was wrong.
func (f *form) refusal() *refusal {
	if f.errors == nil {
		return nil
	}
	return &refusal{status: http.StatusBadRequest, Code: codeInvalidForm, Message: "Invalid Form Body", errors: f.errors}
}
