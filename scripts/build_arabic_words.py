"""Write the list of Arabic word forms that the reader knows, from our own Arabic texts.

The texts are those that the package ships: editions, label cards, gate passages, stance
prototypes, the example report. The list mends words that a PDF gives letter by letter in
the wrong order, and measures how much of an Arabic PDF can be read.

    python scripts/build_arabic_words.py
"""

import re
from collections import Counter
from pathlib import Path

from stocktake.documents.reading.arabic_words import plain


PACKAGE = Path(__file__).resolve().parents[1] / "src" / "stocktake"
TARGET = PACKAGE / "documents" / "data" / "arabic_words.txt"
FUNCTION_WORDS = """
في من إلى على عن أن إن لا ما لم لن قد هذا هذه ذلك تلك التي الذي الذين اللاتي هو هي هم كان كانت يكون تكون
أو ثم بل لكن حتى إذا لو كل بعض غير بين مع عند بعد قبل خلال حول ضد دون منذ تحت فوق أمام نحو لدى
كما أيضا فقط جدا أكثر أقل كذلك حيث عندما بينما لأن كي أي أية هناك هنا ليس ليست وقد ولا ولم وفي ومن وعلى
وإلى وأن وهو وهي وكان كما بما مما فيما عما إلا سوى منها منه فيها فيه عليها عليه إليها إليه لها له لهم بها به
بهم عنها عنه منهم فيهم عليهم إليهم أحد إحدى عدة عام عاما سنة سنوات يوم أيام شهر أشهر الأول الثاني الثالث الرابع
الخامس الأولى الثانية الثالثة جميع مثل وفقا بموجب بشأن بسبب بغية من أجل تم يتم تمت وتم جرى يجري ينبغي يجب يمكن
لدولة الدولة الدول حكومة الحكومة قانون القانون القوانين وزارة الوزارة مجلس المجلس لجنة اللجنة برنامج البرنامج
حقوق الحقوق الإنسان المهاجرين المهاجرون الهجرة اللاجئين الأطفال النساء المرأة العمال العمل التعليم الصحة
الأمم المتحدة اتفاقية الاتفاقية الدولية الدولي الوطنية الوطني تنفيذ حماية مكافحة تعزيز تقديم توفير ضمان
المادة الفقرة المحكمة الشرطة البلد البلاد بلدان تقرير التقرير توصية التوصيات الخطة خطة استراتيجية
"""
_WORD = re.compile(r"[\u0621-\u064a]{2,}")


def main() -> None:
    """Count the forms in our texts and write those that are words."""
    counted = Counter(_WORD.findall(plain(FUNCTION_WORDS)))
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix in (".yaml", ".md", ".po") and path.is_file():
            counted.update(_WORD.findall(plain(path.read_text(encoding="utf-8"))))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(sorted(counted)) + "\n", encoding="utf-8")
    print(f"{len(counted)} forms in {TARGET.relative_to(PACKAGE.parent)}")


if __name__ == "__main__":
    main()
