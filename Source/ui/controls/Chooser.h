// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/look/Style.h"

#include <juce_gui_basics/juce_gui_basics.h>

#include <functional>
#include <memory>
#include <vector>

namespace phonostage::ui {

/** A long list to choose from, with a field that searches it: record labels and curves, cartridges, interfaces. It
    lies over the face; enter takes the row, escape or a click beside it leaves everything as it is. */
class Chooser final : public juce::Component, private juce::ListBoxModel {
public:
    struct Item {
        int id = -1; ///< below 0: a heading
        juce::String title;
        juce::String detail; ///< second line
        juce::String code;   ///< at the right, set for numbers
        bool isNow = false;  ///< what is chosen now
        juce::String more{}; ///< below the list while it is selected: a source, a remark
    };

    struct Question {
        juce::String title;       ///< for screen readers: "Curve"
        juce::String placeholder; ///< in the empty field: "Curve or record label"
        std::function<std::vector<Item>(const juce::String& query)> find;
        std::function<void(int id)> onChosen;
        juce::String nothingFound = "Nothing found";
    };

    Chooser();

    /** Opens beside a component of the same face, which stays in sight; initial is typed into the field already. The
        list is as high as what is found, up to the room there is. */
    void open(juce::Component& anchor, Question question, const juce::String& initial = {});
    void close();
    [[nodiscard]] bool isOpen() const { return isVisible(); }

    [[nodiscard]] const std::vector<Item>& items() const { return items_; }
    /** Of the card, on the face. */
    [[nodiscard]] juce::Rectangle<int> area() const { return card_; }
    void type(const juce::String& query); ///< as if typed
    void takeSelected();

    /** Somebody has the keyboard now; null: nobody here. While it is open, its field has it. */
    void noteFocus(const juce::Component* focused);

    void themeChanged();
    void paint(juce::Graphics& g) override;
    void resized() override;
    void mouseDown(const juce::MouseEvent& event) override;
    bool keyPressed(const juce::KeyPress& key) override;

private:
    class Field final : public juce::TextEditor {
    public:
        explicit Field(Chooser& chooser) : chooser_(chooser) {}
        bool keyPressed(const juce::KeyPress& key) override;
        /** JUCE shows a text editor's hint only while it has not got the keyboard, and this one always has. */
        void paintOverChildren(juce::Graphics& g) override;

    private:
        Chooser& chooser_;
    };

    int getNumRows() override { return static_cast<int>(items_.size()); }
    void paintListBoxItem(int row, juce::Graphics& g, int width, int height, bool isSelected) override;
    juce::String getNameForRow(int row) override;
    void listBoxItemClicked(int row, const juce::MouseEvent& event) override;
    void returnKeyPressed(int row) override;
    void selectedRowsChanged(int row) override;

    void place();
    void search();
    void move(int rows);
    void take(int row);
    [[nodiscard]] bool isChoice(int row) const;

    Question question_;
    std::vector<Item> items_;
    juce::Rectangle<int> room_; ///< of the card at its highest
    juce::Rectangle<int> card_, foot_;
    bool hasFoot_ = false;
    Field field_{*this};
    juce::ListBox list_;
    juce::Component::SafePointer<juce::Component> anchor_;

    JUCE_DECLARE_NON_COPYABLE_WITH_LEAK_DETECTOR(Chooser)
};

/** Whoever owns the chooser of a face. */
class ChooserHost {
public:
    virtual ~ChooserHost() = default;
    virtual Chooser& chooser() = 0;

    /** Null for a component that belongs to no face. */
    [[nodiscard]] static Chooser* of(juce::Component& component) {
        auto* host = component.findParentComponentOfClass<ChooserHost>();
        return host != nullptr ? &host->chooser() : nullptr;
    }
};

/** True for a key that types a letter or a digit, without control, command or alt. */
[[nodiscard]] bool typesText(const juce::KeyPress& key);

} // namespace phonostage::ui
