#pragma once

#include "shim/types.hpp"
#include "shim/writer.hpp"
#include "sidecar/async.hpp"

#include <boost/system/result.hpp>

#include <stdexcept>
#include <string>

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
    using Result = boost::system::result<UpstreamReply, shim::Ede>;

    Upstream() = default;
    Upstream(const Upstream&) = delete;
    Upstream& operator=(const Upstream&) = delete;
    virtual ~Upstream() = default;

    // `query` is a whole message. Its ID is the upstream's business.
    [[nodiscard]] virtual asio::awaitable<Result> exchange(shim::Bytes query) = 0;
};

}  // namespace sidecar
