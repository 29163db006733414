# ogen cannot tell the branches of `Prompt` apart: three of them are arrays. The client takes a prompt as JSON.
/^    Prompt:$/ a \      x-ogen-type: encoding/json.RawMessage
# Without this, the client reads a stream to its end before it returns it.
/^        text\/event-stream:$/ a \          x-ogen-raw-response: true
