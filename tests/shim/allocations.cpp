#include "tests/shim/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

std::size_t count = 0;  // NOLINT: operator new has no other place for it

}  // namespace

std::size_t shim::allocations()
{
    return count;
}

// The other forms of new and delete come down to these.
void* operator new(std::size_t size)
{
    ++count;
    if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
    throw std::bad_alloc();
}

void operator delete(void* memory) noexcept
{
    std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept
{
    std::free(memory);
}
