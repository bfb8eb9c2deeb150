// SPDX-License-Identifier: GPL-3.0-or-later
#include "media/io/ContentHash.h"

#include "media/io/MediaError.h"
#include "media/io/SoundSource.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <array>
#include <cerrno>
#include <memory>
#include <vector>

namespace phonostage::media {
namespace {

std::string hexOf(const XXH128_hash_t& hash) {
    XXH128_canonical_t bytes;
    XXH128_canonicalFromHash(&bytes, hash);
    std::string text;
    for (const auto byte : bytes.digest)
        for (const int shift : {4, 0})
            text += "0123456789abcdef"[(byte >> shift) & 15];
    return text;
}

struct FreeState {
    void operator()(XXH3_state_t* state) const { XXH3_freeState(state); }
};

} // namespace

std::string contentHash(std::string_view bytes) { return hexOf(XXH3_128bits(bytes.data(), bytes.size())); }

std::string contentHashOf(const std::filesystem::path& path) {
    const auto file = openSoundFile(path);
    const std::unique_ptr<XXH3_state_t, FreeState> state(XXH3_createState());
    if (!state || XXH3_128bits_reset(state.get()) == XXH_ERROR) throw std::bad_alloc();
    std::vector<char> block(std::size_t{1} << 20);
    for (std::int64_t at = 0;;) {
        const auto got = file.readAt(at, block.data(), block.size());
        if (got < 0) throw MediaError(base::quoted(path) + " cannot be read: " + base::systemError(errno));
        if (got == 0) return hexOf(XXH3_128bits_digest(state.get()));
        XXH3_128bits_update(state.get(), block.data(), static_cast<std::size_t>(got));
        at += got;
    }
}

} // namespace phonostage::media
