//! Words that are names in Python and also say something else.

use std::collections::HashSet;
use std::sync::LazyLock;

/// English words that are also names in Python: alone in a title they say little.
const EVERYDAY: &str = "\
    all and any array as break calendar case class code collections compile complex continue \
    copy count cycle date display else email enum errors field file filter float for format from \
    function global group hash help html if import in input is item iter key len library link \
    lock map match math max min module name next not number object open operator or pass path \
    pattern pool print process product property queue raise random range repeat return round run \
    select shelve signal site slice sorted sqlite3 start statistics string sum super symbol test \
    thread threading time token trace try type types warnings while with zip";

/// Words of English, and of everybody who programs, that are the last part of a dotted name
/// (`replace` of `os.replace`) or the name of a library. They mean the one only where its module is
/// named beside them, the other only as code.
const AMBIGUOUS: &str = "\
    access accumulate action adapters add alignment anchor annotated annotations append appends \
    application architecture argument arguments ascii assert assign atomic attribute \
    authenticate barrier binary blob blueprint body boolean buffer build bytecode bytes call \
    callable callbacks categorical category choice choices clamped click client closing collect \
    collection column combinations combine combining command compare comprehension compress \
    compute concat concatenate condition config conform connect connection constant container \
    contains contents context continuous convert converters cookies copyright correlation \
    counter covariance coverage create critical currency cursor dataset daylight debug decimal \
    decode decoder decompress default define degrees delayed delete depends deprecated device \
    dialect dict digest digits disable disassemble discover dispatch distribution distributions \
    division empty enable encode encoder ensemble enumerate environment error escape event \
    events exception exceptions executable executor exists express expression extension extract \
    factorial factory false fatal figure final finalize fixture flag formatter fraction frame \
    freeze frozen full future futures garbage gather gauge generator generic get graph handle \
    handler handlers hashable header histogram identifier image implementation include indent \
    index inexact info insert install instruction integer integral interact interactive \
    interpolation interpreter interpreters invert iterable iterator keep keyword linear list \
    listen listener literal load loader locale logger lookup machine machinery manager managers \
    mapped mapping mark median member memory message metadata metrics missing mock model models \
    modules monitoring monotonic never none nonlocal normalize option optional overflow overload \
    override package packaging parallel param parameter parser partial permutations pipe \
    pipeline placeholder platform pointer policy pow prefetch prefix preprocessing printable \
    processor profile protocol punctuation purpose query queues radians raises rational reader \
    real receiver redirect reduce reducer register relationship release reload remainder remote \
    remove rename renames render replace request requests required requires reshape resize \
    resolve resource resources response reverse reversible rich rounded row runner sample \
    scatter scheduler schema search self sentinel sequence sequential serializer serializers \
    series server session set settings shield shortcuts shorten shuffle shutdown signals \
    signature sized socket splice staggered starred statistic stats status stop store strategies \
    strawberry strict struct structure subscript suite support suppress synchronize system table \
    task template tenacity tensor text timeout timer timestamp timezone tokenize transaction \
    transformers translate transport triangular truncate tuple uniform union unique unpack \
    unregister update validate validators value variance vectorize verbose verify version view \
    warning whitespace writer yield";

type Words = LazyLock<HashSet<&'static str>>;

/// Whether `word` is a word of everyday English, whatever it also is in Python.
pub fn is_everyday(word: &str) -> bool {
    static KNOWN: Words = LazyLock::new(|| EVERYDAY.split_whitespace().collect());
    KNOWN.contains(&*word.to_lowercase())
}

/// Whether a name, the last part of a dotted one or a library's, means something else as well.
pub fn is_ambiguous(name: &str) -> bool {
    static KNOWN: Words = LazyLock::new(|| AMBIGUOUS.split_whitespace().collect());
    is_everyday(name) || KNOWN.contains(&*name.to_lowercase())
}
