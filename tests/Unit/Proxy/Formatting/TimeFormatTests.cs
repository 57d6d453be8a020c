using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ZipkinMesh.Proxy.Formatting.Output;

namespace ZipkinMesh.Tests.Proxy.Formatting;

/// <summary>Tests formats of times. The values of the first test are those of Envoy 1.40 for the same time.</summary>
public sealed partial class TimeFormatTests
{
    private static readonly DateTimeOffset Time = DateTimeOffset.Parse("2026-11-30T09:41:04.3577080Z", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("%Y/%m/%dT%H:%M:%S%z", "2026/11/30T09:41:04+0000")]
    [InlineData("%s.%3f", "1796031664.357")]
    [InlineData("%f|%1f|%6f|%9f", "357708000|3|357708|357708000")]
    [InlineData("%E3S|%E*S|%E*f|%E6f|%Ez", "04.357|04.357708|357708|357708|+00:00")]
    [InlineData("%e|%j|%a|%A|%b|%B|%y|%I|%p|%M|%S|%Z", "30|334|Mon|Monday|Nov|November|26|09|AM|41|04|UTC")]
    [InlineData("%T|%D|%F|%R|%c|%x|%X", "09:41:04|11/30/26|2026-11-30|09:41|Mon Nov 30 09:41:04 2026|11/30/26|09:41:04")]
    [InlineData("%u|%w|%%|%V|%G|%h|%t|%k|%l|%P|%r", "1|1|%|49|2026|Nov|\\x09| 9| 9|am|09:41:04 AM")]
    [InlineData("\"\u00e9\"", "\"\u00e9\"")]
    public void Append_Utc_EqualsEnvoy(string format, string expected) => Assert.Equal(expected, Format(format, Time));

    [Theory]
    [InlineData("2026-01-01T00:00:00.0000000+05:30", "%I %p %e %V %G %z %Ez %E*f", "12 AM  1 01 2026 +0530 +05:30 0")]
    [InlineData("2027-01-03T12:00:00.0000001-03:00", "%I %p %u %w %V %G %z %j %f", "12 PM 7 0 53 2026 -0300 003 000000100")]
    [InlineData("2027-01-03T23:59:59.6510700Z", "%I %E*S", "11 59.65107")]
    public void Append_OtherTimes_AreFormatted(string time, string format, string expected) =>
        Assert.Equal(expected, Format(format, DateTimeOffset.Parse(time, CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("%")]
    [InlineData("%Q")]
    [InlineData("%n")]
    [InlineData("%0f")]
    [InlineData("%E")]
    [InlineData("%E3")]
    [InlineData("%3")]
    public void TryParse_UnknownSpecifier_ReturnsNull(string format) => Assert.Null(TimeFormat.TryParse(format));

    [Fact]
    public void StartTime_Default_IsEnvoys()
    {
        using var request = new FormattedStream();
        var times = request.Format("%START_TIME% %EMIT_TIME()% %START_TIME_LOCAL% %EMIT_TIME_LOCAL%").Split(' ');

        Assert.Matches(Utc(), times[0]);
        Assert.Matches(Utc(), times[1]);
        Assert.Matches(Local(), times[2]);
        Assert.Matches(Local(), times[3]);
        var start = DateTimeOffset.Parse(times[0], CultureInfo.InvariantCulture);
        Assert.InRange(DateTimeOffset.UtcNow - start, TimeSpan.Zero, Lines.Bound);
        Assert.True(start <= DateTimeOffset.Parse(times[1], CultureInfo.InvariantCulture));
        Assert.Equal(start, DateTimeOffset.Parse(times[2], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(1));
    }

    private static string Format(string format, DateTimeOffset time)
    {
        var buffer = new FormatBuffer(ValueEscaping.Text);
        TimeFormat.TryParse(format)!.Append(time, buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Utc();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d{4}$")]
    private static partial Regex Local();
}
