using System.Globalization;

namespace ZipkinMesh.Proxy.Formatting.Output;

/// <summary>Represents a field of a <see cref="TimeFormat"/>: a specifier of strftime, or literal text.</summary>
/// <param name="Kind">The specifier; NUL for text.</param>
/// <param name="Digits">The number of digits of a fraction; <see cref="AllDigits"/> for those up to the last that isn't zero.</param>
/// <param name="Text">The text.</param>
internal readonly record struct TimeField(char Kind, int Digits = 0, byte[]? Text = null)
{
    public const int AllDigits = 0;

    /// <summary>The specifier of an offset such as <c>+01:00</c>, which strftime writes as <c>%Ez</c>.</summary>
    public const char OffsetWithColon = ':';

    private const byte Space = (byte)' ';

    private static readonly DateTimeFormatInfo Names = CultureInfo.InvariantCulture.DateTimeFormat;

    /// <summary>Returns true for a specifier.</summary>
    public static bool IsKnown(char kind) => "aAbBdefGhHIjklmMpPsStuVwyYzZ%".Contains(kind);

    public void Append(DateTimeOffset time, FormatBuffer output)
    {
        switch (Kind)
        {
            case '\0': output.AppendRaw(Text); break;
            case 'd': output.AppendPadded(time.Day, 2); break;
            case 'e': output.AppendPadded(time.Day, 2, Space); break;
            case 'f': AppendFraction(time, output); break;
            case 'G': output.AppendPadded(ISOWeek.GetYear(time.Date), 4); break;
            case 'H': output.AppendPadded(time.Hour, 2); break;
            case 'I': output.AppendPadded(HourOf12(time), 2); break;
            case 'j': output.AppendPadded(time.DayOfYear, 3); break;
            case 'k': output.AppendPadded(time.Hour, 2, Space); break;
            case 'l': output.AppendPadded(HourOf12(time), 2, Space); break;
            case 'm': output.AppendPadded(time.Month, 2); break;
            case 'M': output.AppendPadded(time.Minute, 2); break;
            case 's': output.Append(time.ToUnixTimeSeconds()); break;
            case 'S': output.AppendPadded(time.Second, 2); break;
            case 'u': output.Append(((int)time.DayOfWeek + 6) % 7 + 1); break;
            case 'V': output.AppendPadded(ISOWeek.GetWeekOfYear(time.Date), 2); break;
            case 'w': output.Append((int)time.DayOfWeek); break;
            case 'y': output.AppendPadded(time.Year % 100, 2); break;
            case 'Y': output.AppendPadded(time.Year, 4); break;
            case 'z' or OffsetWithColon: AppendOffset(time.Offset, output); break;
            default: output.Append(NameOf(time)); break;
        }
    }

    private static int HourOf12(DateTimeOffset time) => ((time.Hour + 11) % 12) + 1;

    private string NameOf(DateTimeOffset time) => Kind switch
    {
        'a' => Names.GetAbbreviatedDayName(time.DayOfWeek),
        'A' => Names.GetDayName(time.DayOfWeek),
        'b' or 'h' => Names.GetAbbreviatedMonthName(time.Month),
        'B' => Names.GetMonthName(time.Month),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        't' => "\t",
        'Z' => ZoneOf(time),
        _ => "%",
    };

    private static string ZoneOf(DateTimeOffset time) => time.Offset == TimeSpan.Zero ? "UTC"
        : TimeZoneInfo.Local.IsDaylightSavingTime(time) ? TimeZoneInfo.Local.DaylightName
        : TimeZoneInfo.Local.StandardName;

    private void AppendFraction(DateTimeOffset time, FormatBuffer output)
    {
        // .NET counts to 100 ns: the first seven digits.
        var (number, digits) = (time.Ticks % TimeSpan.TicksPerSecond * 100, 9);
        while (Digits == AllDigits ? digits > 1 && number % 10 == 0 : digits > Digits)
        {
            number /= 10;
            digits--;
        }

        output.AppendPadded(number, digits);
    }

    private void AppendOffset(TimeSpan offset, FormatBuffer output)
    {
        output.AppendRaw(offset < TimeSpan.Zero ? "-"u8 : "+"u8);
        output.AppendPadded(Math.Abs(offset.Hours), 2);
        output.AppendRaw(Kind == OffsetWithColon ? ":"u8 : []);
        output.AppendPadded(Math.Abs(offset.Minutes), 2);
    }
}
