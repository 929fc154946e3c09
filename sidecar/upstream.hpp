#pragma once

#include "shim/types.hpp"
#include "shim/writer.hpp"
#include "sidecar/async.hpp"

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/system/result.hpp>

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>

namespace sidecar {

// What an upstream said, and which one it was ("10.96.0.10:53").
struct UpstreamReply {
    shim::Bytes message;
    std::string server;
};

// So that result<T, shim::Ede>::value() has something to throw.
[[noreturn]] inline void throw_exception_from_error(const shim::Ede& ede,
                                                    const boost::source_location&)
{
    throw std::runtime_error(ede.text);
}

// A query to the pod's resolver, with an answer or with the reason why there is none, within the
// budget that the settings give. The reply may be anything; shim reads it.
class Upstream {
public:
    using Clock = std::chrono::steady_clock;
    using Result = boost::system::result<UpstreamReply, shim::Ede>;
    // A query that waits is a record with this in it, not a coroutine: docs/decisions/0006.
    using Done = asio::any_completion_handler<void(Result)>;

    Upstream() = default;
    Upstream(const Upstream&) = delete;
    Upstream& operator=(const Upstream&) = delete;
    virtual ~Upstream() = default;

    // `query` is a whole message. Its ID is the upstream's business. The budget counts from
    // `begun`, for who needs several answers to give one. Completes later, never before it returns.
    template <typename Token>
    auto async_exchange(shim::Bytes query, Clock::time_point begun, Token&& token)
    {
        return asio::async_initiate<Token, void(Result)>(
            [this, begun](auto done, shim::Bytes message) {
                exchange(std::move(message), begun, std::move(done));
            },
            token, std::move(query));
    }

private:
    virtual void exchange(shim::Bytes query, Clock::time_point begun, Done done) = 0;
};

}  // namespace sidecar
