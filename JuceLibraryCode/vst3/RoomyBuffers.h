// SPDX-License-Identifier: GPL-3.0-or-later
// JUCE's VST3 wrapper (7.0.5 to 8.0.12) copies each block into a buffer of the size that the host announced, and does
// not look how long the block is: a longer one writes behind its end, before the plugin is asked at all. The standard
// forbids hosts to send one; some do. This stands in for the header from which the wrapper takes that buffer, and lets
// it grow.
#pragma once

#include PHONOSTAGE_VST3_COMMON

namespace juce {

class RoomyBufferMapper : public ClientBufferMapper {
public:
    void prepare(int frames) {
        capacity_ = frames;
        ClientBufferMapper::prepare(frames);
    }

    /** Allocates only where the host breaks its word. */
    RoomyBufferMapper& withRoomFor(int frames) {
        if (frames > capacity_) prepare(frames);
        return *this;
    }

private:
    int capacity_ = 0;
};

template <typename Sample> class RoomyRemappedBuffer : public ClientRemappedBuffer<Sample> {
public:
    RoomyRemappedBuffer(RoomyBufferMapper& mapper, Steinberg::Vst::ProcessData& data)
        : ClientRemappedBuffer<Sample>(mapper.withRoomFor(static_cast<int>(data.numSamples)), data) {}
};

} // namespace juce

#define ClientBufferMapper RoomyBufferMapper
#define ClientRemappedBuffer RoomyRemappedBuffer
