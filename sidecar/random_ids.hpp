#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace sidecar {

// Message IDs that nobody outside can guess (RFC 5452 section 9.2): from the kernel's generator,
// fetched many at a time.
class RandomIds {
public:
    [[nodiscard]] std::uint16_t next();

private:
    std::array<std::uint16_t, 128> ids_{};
    std::size_t left_ = 0;
};

}  // namespace sidecar
