//! Guide files as they were read, so that only what changed is read again.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::walk::{defines_concepts, has};
use super::{GUIDE_EXTENSIONS, GuideFiles, guide_files, page_of, read_concepts};
use crate::concept;
use crate::guide::Page;
use crate::parallel;

/// Text that stands in an editor instead of what is on the disk, by absolute path.
pub type Unsaved = HashMap<PathBuf, String>;

/// A file that changed this recently may change again without its time telling.
const YOUNG: Duration = Duration::from_secs(2);

/// Length and time of change of a file.
type Stamp = (u64, SystemTime);

/// The guides that were read last.
#[derive(Debug, Default)]
pub struct Shelf {
    roots: Vec<Root>,
    /// Where the files stand in `roots`, by the hash of their absolute path, in order: the paths
    /// themselves are in memory already.
    places: Vec<(u64, (u32, u32))>,
    hashes: foldhash::fast::RandomState,
}

/// One path of the settings with what is there.
#[derive(Debug)]
struct Root {
    path: PathBuf,
    is_folder: bool,
    messages: Vec<String>,
    books: Vec<Book>,
}

/// One file.
#[derive(Debug)]
struct Book {
    file: PathBuf,
    /// `None` where the file has to be read next time whatever it looks like.
    stamp: Option<Stamp>,
    content: Result<Content, String>,
}

/// What a file holds.
#[derive(Clone, Debug)]
enum Content {
    Page(Arc<Page>),
    Concepts(Arc<concept::File>),
}

impl Shelf {
    /// The guides at `paths`, as [`super::read_guides`] gives them; of what was read before, only
    /// files with another length or time of change are read again.
    pub fn read(&mut self, paths: &[PathBuf], unsaved: &Unsaved) -> GuideFiles {
        let mut known: HashMap<PathBuf, Book> = HashMap::new();
        for root in self.roots.drain(..) {
            let books = root.books.into_iter();
            known.extend(books.map(|book| (book.file.clone(), book)));
        }
        let walked: Vec<_> = paths.iter().map(|path| guide_files(path)).collect();
        let files: Vec<(&PathBuf, Option<Book>)> = walked
            .iter()
            .flat_map(|(files, _)| files)
            .map(|file| (file, known.remove(file)))
            .collect();
        let mut books = parallel::map(&files, |(file, before)| {
            Book::read(file, before.as_ref(), unsaved)
        })
        .into_iter();
        self.roots = paths
            .iter()
            .zip(&walked)
            .map(|(path, (files, messages))| Root {
                path: path.clone(),
                is_folder: path.is_dir(),
                messages: messages.clone(),
                books: books.by_ref().take(files.len()).collect(),
            })
            .collect();
        self.index();
        self.files()
    }

    /// The same where no other file than `changed` (absolute paths) can have changed: without
    /// looking at the others, unless one of them came or went.
    pub fn read_changed(
        &mut self,
        paths: &[PathBuf],
        changed: &[PathBuf],
        unsaved: &Unsaved,
    ) -> GuideFiles {
        let same_roots = self.roots.iter().map(|root| &root.path).eq(paths);
        let found: Vec<_> = changed.iter().map(|file| self.places_of(file)).collect();
        let gone = |file: &PathBuf| !file.is_file();
        if !same_roots || found.iter().any(Vec::is_empty) || changed.iter().any(gone) {
            return self.read(paths, unsaved);
        }
        for (root, at) in found.into_iter().flatten() {
            let book = &mut self.roots[root].books[at];
            let before = Book {
                stamp: None,
                ..std::mem::replace(book, Book::nothing())
            };
            *book = Book::read(&before.file, Some(&before), unsaved);
        }
        self.files()
    }

    fn index(&mut self) {
        let hashes = &self.hashes;
        let roots = (0..).zip(&self.roots);
        let places = roots.flat_map(|(root, all)| {
            (0..).zip(&all.books).filter_map(move |(at, book)| {
                let path = std::path::absolute(&book.file).ok()?;
                Some((hashes.hash_one(path), (root, at)))
            })
        });
        self.places = places.collect();
        self.places.sort_unstable();
        self.places.shrink_to_fit();
    }

    /// Where the file with this absolute path stands in `roots`: once in each that has it.
    fn places_of(&self, file: &Path) -> Vec<(usize, usize)> {
        let hash = self.hashes.hash_one(file);
        let from = self.places.partition_point(|&(other, _)| other < hash);
        let places = self.places[from..].iter();
        places
            .take_while(|(other, _)| *other == hash)
            .map(|&(_, (root, at))| (root as usize, at as usize))
            .filter(|&(root, at)| {
                let path = std::path::absolute(&self.roots[root].books[at].file);
                path.is_ok_and(|path| path == file)
            })
            .collect()
    }

    fn files(&self) -> GuideFiles {
        let mut found = GuideFiles::default();
        for root in &self.roots {
            found.failed |= !root.messages.is_empty();
            found.messages.extend_from_slice(&root.messages);
            let path = root.path.display();
            if root.books.is_empty() && root.is_folder {
                found.messages.push(format!(
                    "{path}: no guide in this folder (looked for *.{})",
                    GUIDE_EXTENSIONS.join(", *.")
                ));
            }
            let mut pages = Vec::with_capacity(root.books.len());
            let mut concepts = Vec::new();
            for book in &root.books {
                match &book.content {
                    Ok(Content::Page(page)) => pages.push(page.clone()),
                    Ok(Content::Concepts(file)) => concepts.push(file.clone()),
                    Err(reason) => {
                        found.failed = true;
                        found
                            .messages
                            .push(format!("{}: {reason}", book.file.display()));
                    }
                }
            }
            if !pages.is_empty() && pages.iter().all(|page| page.entry_count() == 0) {
                found.messages.push(format!(
                    "{path}: nothing in it was recognised as a question or a topic; \
                     write questions as headings, or as `**Q: …**` with `**A:** …` below"
                ));
            }
            found.layers.insert(0, pages);
            found.concepts.splice(0..0, concepts);
        }
        found
    }
}

impl Book {
    /// Stands in for a moment.
    fn nothing() -> Self {
        Self {
            file: PathBuf::new(),
            stamp: None,
            content: Err(String::new()),
        }
    }

    /// The file as it is now. Where its text is as `before`, so is its page.
    fn read(file: &Path, before: Option<&Self>, unsaved: &Unsaved) -> Self {
        let edited = match unsaved.is_empty() {
            true => None,
            false => std::path::absolute(file)
                .ok()
                .and_then(|path| unsaved.get(&path)),
        };
        let stamp = if edited.is_some() { None } else { stamp(file) };
        if let Some(before) = before
            && stamp.is_some()
            && before.stamp == stamp
        {
            return Self {
                file: file.to_owned(),
                stamp,
                content: before.content.clone(),
            };
        }
        let before = before.and_then(|before| before.content.as_ref().ok());
        let content = if defines_concepts(file) {
            read_concepts(file)
                .map(|read| match before {
                    Some(Content::Concepts(known)) if known.text == read.text => known.clone(),
                    _ => Arc::new(read),
                })
                .map(Content::Concepts)
        } else {
            let page = match edited {
                Some(text) => Ok(Page::read(&file.to_string_lossy(), text)),
                None => super::read(file, super::LARGEST_GUIDE_FILE)
                    .and_then(|bytes| page_of(file, &bytes)),
            };
            page.map(|read| match before {
                Some(Content::Page(known)) if known.is_read_from(&read) => known.clone(),
                _ => Arc::new(read.put_away()),
            })
            .map(Content::Page)
        };
        Self {
            file: file.to_owned(),
            stamp,
            content,
        }
    }
}

/// The stamp of a file, if it can be trusted.
fn stamp(file: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(file).ok()?;
    let modified = metadata.modified().ok()?;
    let age = SystemTime::now().duration_since(modified).ok()?;
    (age > YOUNG).then_some((metadata.len(), modified))
}

/// Whether a file is called like one of a guide, concepts among them.
pub fn is_guide(file: &Path) -> bool {
    has(file, &GUIDE_EXTENSIONS) || defines_concepts(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with two old notes in it.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.md", "b.md"] {
            write(&folder.path().join(name), "# What is it?\n\nThis.\n");
        }
        folder
    }

    fn write(file: &Path, text: &str) {
        std::fs::write(file, text).unwrap();
        let long_ago = SystemTime::now() - Duration::from_secs(3600);
        let file = std::fs::File::options().write(true).open(file).unwrap();
        file.set_modified(long_ago).unwrap();
    }

    fn pages(files: &GuideFiles) -> &[Arc<Page>] {
        &files.layers[0]
    }

    #[test]
    fn a_file_that_stayed_as_it_was_keeps_its_page() {
        let folder = folder();
        let paths = [folder.path().to_owned()];
        let mut shelf = Shelf::default();
        let before = shelf.read(&paths, &Unsaved::new());
        write(&folder.path().join("b.md"), "# What else is it?\n\nThat.\n");
        let after = shelf.read(&paths, &Unsaved::new());
        assert!(Arc::ptr_eq(&pages(&before)[0], &pages(&after)[0]));
        assert_eq!(&*pages(&after)[1].entries[0].title, "What else is it?");
    }

    #[test]
    fn only_what_is_said_to_have_changed_is_looked_at() {
        let folder = folder();
        let paths = [folder.path().to_owned()];
        let mut shelf = Shelf::default();
        shelf.read(&paths, &Unsaved::new());
        let (a, b) = (folder.path().join("a.md"), folder.path().join("b.md"));
        write(&a, "# What is new?\n\nThis.\n");
        write(&b, "# What is new?\n\nThat.\n");
        let found = shelf.read_changed(&paths, std::slice::from_ref(&b), &Unsaved::new());
        assert_eq!(&*pages(&found)[0].entries[0].title, "What is it?");
        assert_eq!(&*pages(&found)[1].entries[0].title, "What is new?");
        // A new file and one that went are noticed: the folder is walked again.
        let c = folder.path().join("c.md");
        write(&c, "# What is third?\n\nIt.\n");
        std::fs::remove_file(&b).unwrap();
        let found = shelf.read_changed(&paths, &[b, c], &Unsaved::new());
        let titles: Vec<_> = pages(&found)
            .iter()
            .map(|page| &*page.entries[0].title)
            .collect();
        assert_eq!(titles, ["What is new?", "What is third?"]);
    }

    #[test]
    fn unsaved_text_stands_before_the_file_until_it_is_gone() {
        let folder = folder();
        let paths = [folder.path().to_owned()];
        let a = folder.path().join("a.md");
        let unsaved = Unsaved::from([(a.clone(), "# What is typed?\n\nMore.\n".to_owned())]);
        let mut shelf = Shelf::default();
        let found = shelf.read(&paths, &unsaved);
        assert_eq!(&*pages(&found)[0].entries[0].title, "What is typed?");
        let found = shelf.read_changed(&paths, &[a], &Unsaved::new());
        assert_eq!(&*pages(&found)[0].entries[0].title, "What is it?");
    }
}
