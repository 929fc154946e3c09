#include "sidecar/random_ids.hpp"

#include <cerrno>
#include <sys/random.h>
#include <system_error>

namespace sidecar {

std::uint16_t RandomIds::next()
{
    if (left_ == 0) {
        // Never short nor interrupted for so few octets, once the generator is seeded:
        // getrandom(2).
        if (getrandom(ids_.data(), sizeof ids_, 0) != static_cast<ssize_t>(sizeof ids_))
            throw std::system_error(errno, std::system_category(), "getrandom");
        left_ = ids_.size();
    }
    return ids_[--left_];
}

}  // namespace sidecar
