# SPDX-License-Identifier: GPL-3.0-or-later
# cmake -DBUNDLE=<folder.lv2> -P CheckBundle.cmake: reads the TTL files that were built.
cmake_minimum_required(VERSION 3.22)

function(must_contain file text)
    file(READ ${BUNDLE}/${file} content)
    string(FIND "${content}" "${text}" place)
    if(place EQUAL -1)
        message(FATAL_ERROR "${file} does not contain: ${text}")
    endif()
endfunction()

set(uri "<https://phonostage.github.io/lv2/phonostage>")
must_contain(manifest.ttl "\n${uri}\n\ta lv2:Plugin ;")
must_contain(dsp.ttl "\n${uri}\n")
must_contain(dsp.ttl "lv2:EQPlugin")
must_contain(dsp.ttl "units:unit units:db")
# The third slope: JUCE 7.0.5 alone writes 1 for it, the largest value on its scale from 0 to 1.
must_contain(dsp.ttl "rdfs:label \"24 dB/oct\" ;\n\t\trdf:value 2 ;")

# The presets are the factory's, and none of JUCE's.
must_contain(manifest.ttl "\n<https://phonostage.github.io/lv2/phonostage#preset-mm-scarlett-line>\n\ta pset:Preset ;")
must_contain(presets.ttl "rdfs:label \"MM into a Scarlett line input\"")
file(STRINGS ${BUNDLE}/manifest.ttl presets REGEX "phonostage:preset")
if(presets)
    message(FATAL_ERROR "manifest.ttl has JUCE's own presets: ${presets}")
endif()

# No other plugin in the bundle, under a name of the company or otherwise.
file(STRINGS ${BUNDLE}/manifest.ttl plugins REGEX "a lv2:Plugin")
list(LENGTH plugins count)
if(NOT count EQUAL 1)
    message(FATAL_ERROR "manifest.ttl describes ${count} plugins.")
endif()
