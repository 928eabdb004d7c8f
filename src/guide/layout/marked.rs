//! Questions that say so: `**Q: …**`, `Question 3:`, `!!! question`, `> [!faq]`, and whatever an
//! announced answer stands below.

use foldhash::{HashMap, HashMapExt as _};

use super::choose::Choice;
use super::slot::{Place, Slot};
use crate::guide::asks::Asks;
use crate::guide::words;

/// Takes them.
pub(super) fn choose(choice: &mut Choice<'_, '_>) {
    let trusted = trusted(choice);
    for index in 0..choice.slots.len() {
        let slot = &choice.slots[index];
        if slot.is_question_container() {
            choice.take(index, "containers named question");
        } else if slot.title.mark.is_some_and(|mark| trusted.contains(&mark))
            && choice.is_open(index)
            && !is_lead_in(slot)
        {
            choice.take(index, place_name(slot.place, "marked as questions"));
        }
    }
    let shares = answered_headings(choice);
    for index in 0..choice.slots.len() {
        let slot = &choice.slots[index];
        if let Place::Heading(level) = slot.place
            && slot.asks == Asks::No
            && slot.title.number.is_none()
            && shares
                .get(&level)
                .is_some_and(|(answered, all)| answered * 2 < *all)
        {
            // One heading with a `Solution:` below it among many without is a section like they.
            continue;
        }
        if choice.answered[index].is_some()
            && choice.is_open(index)
            && !is_lead_in(&choice.slots[index])
        {
            let name = place_name(choice.slots[index].place, "with an announced answer");
            choice.take(index, name);
        }
    }
}

/// Per level, how many headings an answer is announced below, and how many there are. A label in a
/// box counts for all, since it hides an answer.
fn answered_headings(choice: &Choice<'_, '_>) -> HashMap<u8, (usize, usize)> {
    let mut out: HashMap<u8, (usize, usize)> = HashMap::new();
    for (index, slot) in choice.slots.iter().enumerate() {
        if let Place::Heading(level) = slot.place {
            let entry = out.entry(level).or_default();
            entry.1 += 1;
            if let Some(label) = choice.answered[index] {
                let boxed = choice.labels[label].end.is_some();
                entry.0 += if boxed { 1000 } else { 1 };
            }
        }
    }
    out
}

/// `**Interview Questions:**` announces questions and is none.
pub(super) fn is_lead_in(slot: &Slot) -> bool {
    slot.asks < Asks::Surely
        && slot.title.mark.is_none()
        && (slot.title.announces.contents
            || slot.title.announces.follow_ups
            || (slot.title.announces.questions
                && slot.title.text.split_whitespace().count() <= 5
                && slot.asks == Asks::No))
}

/// What a slot is, in words for [`crate::guide::Page::layouts`].
pub(super) fn place_name(place: Place, how: &'static str) -> &'static str {
    match (place, how) {
        (Place::Heading(_), "marked as questions") => "headings marked as questions",
        (Place::Heading(_), _) => "headings with an announced answer",
        (Place::Item(_), "marked as questions") => "list items marked as questions",
        (Place::Item(_), _) => "list items with an announced answer",
        (Place::Paragraph, "marked as questions") => "paragraphs marked as questions",
        (Place::Paragraph, _) => "paragraphs with an announced answer",
        (Place::Container(_), "marked as questions") => "containers marked as questions",
        (Place::Container(_), _) => "containers with an announced answer",
        (Place::Callout, _) => "callouts",
        (Place::Quote, _) => "block quotes",
    }
}

/// The marks that mean a question in this text. Words and `Q` do wherever they stand; another letter
/// does where most of what it marks asks or is answered, since `P:` and `В.` begin other lines too.
fn trusted(choice: &Choice<'_, '_>) -> Vec<&'static str> {
    let mut counts: HashMap<&'static str, (usize, usize)> = HashMap::new();
    for (index, slot) in choice.slots.iter().enumerate() {
        if let Some(mark) = slot.title.mark {
            let entry = counts.entry(mark).or_default();
            entry.0 += 1;
            entry.1 += usize::from(choice.answered[index].is_some() || slot.asks == Asks::Surely);
        }
    }
    counts
        .into_iter()
        .filter(|(mark, (all, good))| {
            let letter = mark.chars().count() == 1 && mark.is_ascii() || matches!(*mark, "в");
            *mark == "q" || (!letter && !words::TASKS.has(mark)) || good * 2 >= *all
        })
        .map(|(mark, _)| mark)
        .collect()
}
