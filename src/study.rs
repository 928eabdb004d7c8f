//! What a person has learned: which concepts they know, and when a question comes again.
//!
//! Plain data without a clock; [`crate::disk`] keeps it in a file. Questions go through Leitner
//! boxes: an answer that was right moves a question to a later box, which comes up more rarely.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// After how many days a question of each box comes again.
const DAYS: [u32; 7] = [0, 1, 3, 7, 16, 35, 80];

/// How well a person knows a concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Knowledge {
    /// It needs no lens and no more than a line of hover.
    Known,
    /// They are at it.
    Learning,
}

/// How an answer went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Rating {
    /// Wrong: it starts over.
    Again,
    /// Right: one box on.
    Good,
    /// Right without effort: two boxes on.
    Easy,
}

/// A day, counted from 1970-01-01 (UTC).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub u32);

impl fmt::Display for Day {
    /// As `YYYY-MM-DD` in the Gregorian calendar (ISO 8601).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut year, mut rest) = (1970, self.0);
        loop {
            let length = 365 + u32::from(is_leap(year));
            if rest < length {
                break;
            }
            rest -= length;
            year += 1;
        }
        let mut month = 1;
        for length in months(year) {
            if rest < length {
                break;
            }
            rest -= length;
            month += 1;
        }
        write!(f, "{year:04}-{month:02}-{:02}", rest + 1)
    }
}

impl Day {
    /// Reads `YYYY-MM-DD`; `None` for what is no day from 1970 to 9999.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(3, '-').map(str::parse::<u32>);
        let (year, month, day) = (
            parts.next()?.ok()?,
            parts.next()?.ok()?,
            parts.next()?.ok()?,
        );
        if !(1970..=9999).contains(&year) || !(1..=12).contains(&month) {
            return None;
        }
        let before = months(year).take(month as usize - 1).sum::<u32>();
        let length = months(year).nth(month as usize - 1)?;
        let years = (1970..year)
            .map(|year| 365 + u32::from(is_leap(year)))
            .sum::<u32>();
        (1..=length)
            .contains(&day)
            .then(|| Self(years + before + day - 1))
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn months(year: u32) -> impl Iterator<Item = u32> {
    let february = 28 + u32::from(is_leap(year));
    [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].into_iter()
}

/// A question that was rated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Card {
    /// Its box, from 0.
    #[serde(rename = "box", default)]
    place: usize,
    /// When it comes again, as `YYYY-MM-DD`.
    due: String,
}

/// All that is kept. What a later version adds beside it survives being read and written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Study {
    #[serde(default)]
    concepts: BTreeMap<String, Knowledge>,
    #[serde(default)]
    questions: BTreeMap<String, Card>,
    #[serde(flatten)]
    other: Map<String, Value>,
}

impl Study {
    /// What is known of the concept with this id.
    pub fn knowledge(&self, concept: &str) -> Option<Knowledge> {
        self.concepts.get(concept).copied()
    }

    /// Notes what is known of a concept; `None` forgets it.
    pub fn mark(&mut self, concept: &str, knowledge: Option<Knowledge>) {
        match knowledge {
            Some(knowledge) => self.concepts.insert(concept.to_owned(), knowledge),
            None => self.concepts.remove(concept),
        };
    }

    /// Notes how the answer to the question with this id went; when it comes again.
    pub fn rate(&mut self, question: &str, rating: Rating, today: Day) -> Day {
        let before = self.questions.get(question).map_or(0, |card| card.place);
        let steps = match rating {
            Rating::Again => 0,
            Rating::Good => before.saturating_add(1),
            Rating::Easy => before.saturating_add(2),
        };
        let place = steps.min(DAYS.len() - 1);
        let due = Day(today.0 + DAYS[place]);
        let card = Card {
            place,
            due: due.to_string(),
        };
        self.questions.insert(question.to_owned(), card);
        due
    }

    /// When the question with this id comes again; `None` where it was never rated.
    pub fn due(&self, question: &str) -> Option<Day> {
        Day::read(&self.questions.get(question)?.due)
    }

    /// How many concepts are known, how many are being learned, and how many questions were rated.
    pub fn counts(&self) -> (usize, usize, usize) {
        let of = |wanted| self.concepts.values().filter(|one| **one == wanted).count();
        (
            of(Knowledge::Known),
            of(Knowledge::Learning),
            self.questions.len(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_written_and_read_as_dates() {
        for (day, text) in [
            (0, "1970-01-01"),
            (59, "1970-03-01"),
            (789, "1972-02-29"),
            (11_016, "2000-02-29"),
            (20_778, "2026-11-21"),
        ] {
            assert_eq!(Day(day).to_string(), text);
            assert_eq!(Day::read(text), Some(Day(day)));
        }
        for text in [
            "",
            "2026",
            "2026-13-01",
            "2025-02-29",
            "1969-12-31",
            "x-1-1",
        ] {
            assert_eq!(Day::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_right_answer_comes_again_later_each_time() {
        let (mut study, today) = (Study::default(), Day(1000));
        let mut after = |rating| study.rate("q", rating, today).0 - 1000;
        assert_eq!(after(Rating::Good), 1);
        assert_eq!(after(Rating::Good), 3);
        assert_eq!(after(Rating::Easy), 16);
        assert_eq!(after(Rating::Again), 0);
        for _ in 0..9 {
            after(Rating::Easy);
        }
        assert_eq!(after(Rating::Easy), 80);
        assert_eq!(study.due("q"), Some(Day(1080)));
        assert_eq!(study.due("other"), None);
    }

    #[test]
    fn what_a_later_version_added_survives() {
        let text = r#"{"concepts":{"syntax.walrus":"known"},"questions":{},"streak":3}"#;
        let mut study: Study = serde_json::from_str(text).unwrap();
        assert_eq!(study.knowledge("syntax.walrus"), Some(Knowledge::Known));
        study.mark("syntax.walrus", None);
        let written = serde_json::to_string(&study).unwrap();
        assert_eq!(written, r#"{"concepts":{},"questions":{},"streak":3}"#);
    }
}
