#pragma once

#include "shim/types.hpp"
#include "sidecar/doh_request.hpp"
#include "sidecar/h2_stream.hpp"

struct nghttp2_session;

namespace sidecar {

// Both hand the answer to nghttp2, which reads it from the stream when it is its turn to be sent.

// 200 with a DNS message.
void submit_reply(nghttp2_session* session, H2Stream& stream, shim::BytesView message);

void submit_refusal(nghttp2_session* session, H2Stream& stream, const HttpError& error);

}  // namespace sidecar
