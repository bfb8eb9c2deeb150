// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Catch.h"

#include "ui/UiSupport.h"

#include "ui/response/ResponseModel.h"

using namespace phonostage;
using namespace phonostage::tests;

TEST_CASE("The plot's curve is the table's", "[ui]") {
    ui::ResponseModel model;
    dsp::FilterSettings settings;
    CHECK(model.update(settings, 96000.0));
    CHECK_FALSE(model.update(settings, 96000.0)); // kept
    // RIAA, from the closed form of IEC 60098's time constants.
    CHECK_THAT(model.idealDb(20.0), WithinAbs(19.2741483702, 1e-9));
    CHECK_THAT(model.idealDb(3150.0), WithinAbs(-5.0379844430, 1e-9));
    CHECK_THAT(model.actingDb(3150.0), WithinAbs(-5.0379844430, 1e-3));
    CHECK(std::abs(model.curveErrorMillidb(3150.0)) < 0.1);
    CHECK(std::abs(model.curveErrorMillidb(20.0)) < 0.1);
    CHECK_THAT(model.filtersDb(20.0), WithinAbs(-0.00003, 0.00002));
    CHECK_THAT(model.maxHz(), WithinAbs(40000.0, 1e-9));
    CHECK(model.topDb() >= model.idealDb(10.0) + 3.0);
    CHECK(model.bottomDb() <= model.idealDb(40000.0) - 3.0);

    settings.subsonic = dsp::Subsonic{20.0, 18};
    CHECK(model.update(settings, 96000.0));
    CHECK_THAT(model.filtersDb(20.0), WithinAbs(-3.0103, 0.01));
    CHECK(std::abs(model.curveErrorMillidb(20.0)) < 0.1); // the curve itself is where it was

    CHECK(model.update(settings, 44100.0));
    CHECK_THAT(model.maxHz(), WithinAbs(22050.0, 1e-9));
}

TEST_CASE("Load, undone RIAA, speed and mono bass are in the curve that acts and in the ideal one", "[ui]") {
    ui::ResponseModel model;
    dsp::FilterSettings settings;
    settings.undoRiaa = true;
    settings.speedRatio = 45.0 / (100.0 / 3.0);
    dsp::LoadCorrection load;
    load.have = {10e3, 200e-12};
    settings.load = load;
    settings.monoBass = dsp::MonoBass{120.0, 12};
    REQUIRE(model.update(settings, 96000.0));
    for (const double frequencyHz : {30.0, 100.0, 1000.0, 10000.0}) {
        INFO(frequencyHz);
        const double ideal = 20.0 * std::log10(std::abs(dsp::analogueResponse(settings, frequencyHz))) +
                             20.0 * std::log10(std::abs(dsp::analogueLoadRatio(load, frequencyHz)));
        CHECK_THAT(model.idealDb(frequencyHz), WithinAbs(ideal, 1e-9));
        CHECK(std::abs(model.curveErrorMillidb(frequencyHz)) < 10.0);
        CHECK_THAT(model.actingDb(frequencyHz), WithinAbs(ideal, 0.011));
    }
    // A second-order Butterworth takes 3 dB off the difference at its corner.
    CHECK_THAT(model.sideDb(120.0) - model.actingDb(120.0), WithinAbs(-3.0103, 0.02));
    CHECK_THAT(model.sideDb(5000.0) - model.actingDb(5000.0), WithinAbs(0.0, 0.01));
}

TEST_CASE("The plot holds every curve of the catalogue at every rate", "[ui]") {
    ui::ResponseModel model;
    for (const auto& entry : catalogue::curveCatalogue())
        for (const bool inverse : {false, true}) {
            dsp::FilterSettings settings;
            settings.curve = entry.curve;
            settings.curve.inverse = inverse;
            model.update(settings, 48000.0);
            for (const double frequencyHz : {10.0, 100.0, 1000.0, 10000.0, 20000.0}) {
                INFO(entry.name << (inverse ? " inverse " : " ") << frequencyHz);
                CHECK(model.idealDb(frequencyHz) <= model.topDb());
                CHECK(model.idealDb(frequencyHz) >= model.bottomDb());
            }
        }
    for (const double rateHz : {8000.0, 768000.0, 0.0, 1e9}) {
        model.update(dsp::FilterSettings{}, rateHz);
        CHECK(model.maxHz() > 1000.0);
        CHECK(std::isfinite(model.actingDb(1000.0)));
    }
}

TEST_CASE("The read-out names frequency, level and deviation", "[ui]") {
    Bench bench;
    bench.set(params::Id::subsonicOn, 1.0);
    bench.beat();
    const auto readOut = bench.editor->face().plot().readOutAt(3150.0);
    CHECK(readOut.frequency == "3.15 kHz");
    CHECK(readOut.level.toStdString() == "−5.038 dB");
    CHECK(readOut.curveError.startsWith("deviation "));
    CHECK(readOut.curveError.endsWith(" mdB"));
    const auto low = bench.editor->face().plot().readOutAt(20.0);
    CHECK(low.filters.toStdString() == "high-pass −3.01 dB");
}

TEST_CASE("The read-out leaves the legend in sight, and reads the spectrum too", "[ui]") {
    Bench bench;
    ui::ViewOptions options;
    options.spectrum = true;
    auto& plot = bench.editor->face().plot();
    CHECK(plot.readOutAt(1000.0).spectrum.isEmpty());
    for (const bool falls : {true, false}) {
        bench.set(params::Id::curveInverse, falls ? 0.0 : 1.0);
        for (const bool spectrum : {false, true}) {
            options.spectrum = spectrum;
            bench.editor->face().setView(options);
            bench.play(sine(1000.0, 0.1), 0.5);
            for (double hz = 11.0; hz < 20000.0; hz *= 1.1) {
                plot.readAt(hz);
                INFO(hz << " Hz");
                CHECK_FALSE(plot.readOutBox().intersects(plot.legendArea()));
                CHECK(plot.getLocalBounds().contains(plot.readOutBox()));
            }
        }
    }
    // A sine of 0.1 is 20 dB below full scale; with -40 dB inverse and 40 dB of gain the output is what it was.
    const auto words = plot.readOutAt(1000.0).spectrum;
    INFO(words);
    CHECK(words.startsWith(juce::String::fromUTF8("in −20, out ")));
    CHECK(words.endsWith(" dBFS"));
}

TEST_CASE("What is normal is not in the colour of a warning", "[ui]") {
    params::Values values;
    const auto caption = ui::curveCaption(values);
    CHECK(caption.acting.isEmpty());
    CHECK(caption.usual == "DC removal");
    values.set(params::Id::dcRemoval, 0.0);
    CHECK(ui::curveCaption(values).usual.isEmpty());
}
