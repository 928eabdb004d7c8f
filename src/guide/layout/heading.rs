//! Headings that ask: numbered or not, with a question mark, or among others that do.

use foldhash::{HashMap, HashMapExt as _};

use super::choose::Choice;
use super::marked::is_lead_in;
use super::slot::Place;
use crate::guide::asks::Asks;
use crate::guide::blocks::Kind;
use crate::guide::words;

/// What headings of one shape have in common.
#[derive(Default)]
struct Shape {
    all: usize,
    surely: usize,
    likely: usize,
    maybe: usize,
}

impl Shape {
    fn count(&mut self, asks: Asks, chosen: bool) {
        self.all += 1;
        self.surely += usize::from(chosen || asks == Asks::Surely);
        self.likely += usize::from(chosen || asks >= Asks::Likely);
        self.maybe += usize::from(chosen || asks >= Asks::Maybe);
    }
}

/// Takes the headings that ask.
pub(super) fn choose(choice: &mut Choice<'_, '_>) {
    // Headings of one level, numbered or not and by a mark or without, in the whole text and below one
    // heading.
    let mut shapes: HashMap<(u8, bool, bool), Shape> = HashMap::new();
    let mut families: HashMap<(Option<usize>, u8, bool, bool), Shape> = HashMap::new();
    let patterns = patterns(choice);
    for (index, slot) in choice.slots.iter().enumerate() {
        let Place::Heading(level) = slot.place else {
            continue;
        };
        if choice.is_label[index] || slot.title.announces.contents {
            continue;
        }
        let numbered = slot.title.number.is_some();
        let counted = numbered && slot.title.mark.is_some();
        let parent = choice.doc.under[slot.block];
        shapes
            .entry((level, numbered, counted))
            .or_default()
            .count(slot.asks, choice.chosen[index]);
        families
            .entry((parent, level, numbered, counted))
            .or_default()
            .count(slot.asks, choice.chosen[index]);
    }
    let announced = choice.is_announced();
    let mut taken = Vec::new();
    for (index, slot) in choice.slots.iter().enumerate() {
        let Place::Heading(level) = slot.place else {
            continue;
        };
        if !choice.is_open(index) || is_lead_in(slot) || slot.title.announces.contents {
            continue;
        }
        let doc = choice.doc;
        let numbered = slot.title.number.is_some();
        let parent = doc.under[slot.block];
        let over = parent.map(|at| &doc.headings[at]);
        let said_above =
            over.is_some_and(|heading| heading.title.announces.questions && !heading.names_page);
        if patterns[index] && slot.title.mark.is_none() {
            continue;
        }
        // `## 1. Beginner` below `# Questions`.
        if slot.asks == Asks::No && words::level_heading(&slot.title.text).is_some() {
            continue;
        }
        if !numbered && slot.title.mark.is_none() && words::speaks_of_itself(&slot.title.text) {
            continue;
        }
        let counted = numbered && slot.title.mark.is_some();
        let shape = &shapes[&(level, numbered, counted)];
        let family = &families[&(parent, level, numbered, counted)];
        let why = match slot.asks {
            Asks::Surely if is_rhetorical(&slot.title.text) && !said_above => None,
            Asks::Surely => Some("headings with a question mark"),
            Asks::Likely
                if said_above
                    || (shape.likely * 2 >= shape.all && shape.all >= 3)
                    || (family.likely * 2 >= family.all && family.all >= 2)
                    || numbered =>
            {
                Some("headings that ask among others that do")
            }
            _ if said_above
                && (numbered || slot.asks >= Asks::Maybe || slot.title.quoted)
                && holds_text(choice, index) =>
            {
                Some("headings below one that announces questions")
            }
            _ if numbered
                && family.all >= 2
                && family.maybe * 10 >= family.all * 6
                && family.surely > 0 =>
            {
                Some("numbered headings among others that ask")
            }
            _ if numbered
                && shape.all >= 3
                && shape.likely * 10 >= shape.all * 6
                && is_leaf(choice, index) =>
            {
                Some("numbered headings among others that ask")
            }
            // Below `Interview questions`, whose questions need no mark.
            _ if announced
                && shape.all >= 3
                && shape.maybe * 10 >= shape.all * 6
                && (numbered || slot.asks >= Asks::Maybe)
                && is_leaf(choice, index) =>
            {
                Some("headings that ask in a text about questions")
            }
            Asks::Maybe if shape.all >= 3 && shape.likely * 2 >= shape.all => {
                Some("headings that ask among others that do")
            }
            _ => None,
        };
        if let Some(why) = why {
            taken.push((index, why));
        }
    }
    for (index, why) in taken {
        if !is_empty_frame(choice, index) {
            choice.take(index, why);
        }
    }
}

/// Which slots are headings that recur below several others: `When to use it?` below every question
/// is a part of a pattern.
fn patterns(choice: &Choice<'_, '_>) -> Vec<bool> {
    struct Recurring {
        times: usize,
        first: Option<usize>,
        last: Option<usize>,
    }
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut all: Vec<Recurring> = Vec::new();
    let mut place_of = vec![None; choice.slots.len()];
    for (index, slot) in choice.slots.iter().enumerate() {
        if !matches!(slot.place, Place::Heading(_)) || choice.is_label[index] {
            continue;
        }
        let parent = choice.doc.under[slot.block];
        let place = *places
            .entry(words::fold(&slot.title.text))
            .or_insert(all.len());
        match all.get_mut(place) {
            Some(known) => {
                known.times += 1;
                known.last = parent;
            }
            None => all.push(Recurring {
                times: 1,
                first: parent,
                last: parent,
            }),
        }
        place_of[index] = Some(place);
    }
    let recurs = |place: usize| all[place].times > 2 && all[place].first != all[place].last;
    let found = place_of.into_iter();
    found.map(|place| place.is_some_and(recurs)).collect()
}

/// `Why?`, `How?`: a part of what stands above it.
fn is_rhetorical(title: &str) -> bool {
    let words = title.split_whitespace().count();
    title.is_ascii() && words <= 1
}

/// Whether no heading stands below this one.
fn is_leaf(choice: &Choice<'_, '_>, index: usize) -> bool {
    let doc = choice.doc;
    let Some(at) = doc.heading_at[choice.slots[index].block] else {
        return false;
    };
    doc.headings
        .get(at + 1)
        .is_none_or(|next| next.parent != Some(at))
}

/// Whether something stands below the heading before the next one.
fn holds_text(choice: &Choice<'_, '_>, index: usize) -> bool {
    let doc = choice.doc;
    let mut next = doc.blocks.after(choice.slots[index].block);
    while let Some(id) = next {
        if matches!(doc.kind(id), Kind::Heading(_)) {
            return false;
        }
        if !doc.is_furniture(id) {
            return true;
        }
        next = doc.blocks.after(id);
    }
    false
}

/// Whether the first thing below a heading is a question, or a list that begins with one.
fn begins_with_question(choice: &Choice<'_, '_>, index: usize) -> bool {
    let doc = choice.doc;
    let mut below = doc.blocks.after(choice.slots[index].block);
    while let Some(id) = below.filter(|&id| doc.is_furniture(id)) {
        below = doc.blocks.after(id);
    }
    let Some(below) = below else {
        return false;
    };
    let list = matches!(doc.kind(below), Kind::List(_));
    let block = below + usize::from(list);
    let first = choice.slots.partition_point(|slot| slot.block < block);
    choice.slots[first..]
        .iter()
        .zip(&choice.chosen[first..])
        .take_while(|(slot, _)| slot.block == block)
        .any(|(_, chosen)| *chosen)
}

/// Whether a heading only frames questions: it announces them, or nothing but they stand below it.
fn is_empty_frame(choice: &Choice<'_, '_>, index: usize) -> bool {
    let doc = choice.doc;
    let slot = &choice.slots[index];
    if slot.title.mark.is_some() || choice.answered[index].is_some() {
        return false;
    }
    let Some(at) = doc.heading_at[slot.block] else {
        return false;
    };
    let end = doc.headings[at].end;
    let first = choice
        .slots
        .partition_point(|other| other.block <= slot.block);
    let holds_chosen = choice.slots[first..]
        .iter()
        .enumerate()
        .take_while(|(_, other)| other.block < end)
        .take(64)
        .any(|(offset, other)| {
            choice.chosen[first + offset] && !matches!(other.place, Place::Heading(_))
        });
    let frames = slot.title.announces.questions
        || !holds_text(choice, index)
        || (slot.asks < Asks::Surely && begins_with_question(choice, index));
    if holds_chosen && frames {
        return true;
    }
    if doc.headings[at].names_page && doc.headings.len() > 3 {
        // The title of a text with many sections asks only for effect.
        return true;
    }
    let below = doc
        .headings
        .get(at + 1)
        .is_some_and(|next| next.parent == Some(at));
    below && !holds_text(choice, index)
}
