using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using ZipkinMesh.Hosting.Options.Rules;

namespace ZipkinMesh.Tests.Settings;

/// <summary>Each rule allows its values, written as a user writes them, and nothing else.</summary>
public sealed class RuleTests
{
    public static TheoryData<IOptionRule, string, string[], string[]> Rules => new()
    {
        { new TextRule(), "any text", ["", "a", "#"], [] },
        { new FlagRule(), "true, false", ["true", "False"], ["", "yes", "1"] },
        { new ChoiceRule("Inbound", "Outbound"), "Inbound, Outbound", ["Inbound", "outbound"], ["", "0", "Sideways", "Inbound,Outbound"] },
        { new OnlyValueAttribute("Anonymous", "no others"), "Anonymous (no others)", ["Anonymous", "anonymous"], ["", "Default"] },
        { new IntegerRule(1, 100), "1 to 100", ["1", "100", "007"], ["", "0", "101", "-1", "+1", "1.0", "1e1", " 1", "99999999999999999999"] },
        { new LongRangeAttribute(1, long.MaxValue), "1 to 9223372036854775807", ["1", "9223372036854775807"], ["", "0", "9223372036854775808"] },
        { new NumberRule(0, 1), "0.0 to 1.0", ["0", "1", "0.25", ".5"], ["", "1.01", "-0.1", "NaN", "1e-1", "0,5"] },
        { new PercentageAttribute(), "0 to 100 (percent)", ["0", "100", "0.01"], ["", "101", "-1", "1e1", "NaN", "50%"] },
        { new PortAttribute(), "0 to 65535 (0: any free port)", ["0", "65535"], ["", "65536", "-1", "http"] },
        { new IPAddressAttribute(), "an IP address", ["0.0.0.0", "::", "fe80::1"], ["", "localhost", "1.2.3.4.5", "256.0.0.1"] },
        {
            new CidrRangesAttribute(), "CIDR ranges, separated by commas, such as 10.0.0.0/8, fd00::/8",
            ["", "10.0.0.0/8", "10.0.0.0/8,fd00::/8", "127.0.0.1/32"], ["10.0.0.0", "10.0.0.0/33", "a/8", "10.0.0.0/8;fd00::/8"]
        },
        { new RootedPathAttribute(), "a path that begins with /", ["/", "/api/v2/spans"], ["", "api"] },
        { new NotEmptyAttribute("a name"), "a name", ["a", " "], [""] },
        { new HttpUrlAttribute("http://a:1"), "an http or https URL, such as http://a:1", ["http://b", "HTTPS://b/c"], ["", "b:80", "/b", "ftp://b"] },
        { new DurationRangeAttribute("00:00:00.010", "00:01:00"), "00:00:00.010 to 00:01:00", ["00:00:00.010", "00:01", "00:01:00"], ["", "1", "00:00:00", "00:01:01", "-00:00:01", "1s"] },
        { new DurationRangeAttribute("00:00:00", "1.00:00:00") { Example = "00:00:15" }, "00:00:00 to 1.00:00:00, such as 00:00:15", ["1.00:00:00"], ["1.00:00:01"] },
        { new KnownNameRule("listeners", ["a", "b"], StringComparer.Ordinal), "one of the listeners: a, b", ["a", "b"], ["", "A", "a, b"] },
    };

    [Theory]
    [MemberData(nameof(Rules))]
    public void Allows_Value_IsWhatAllowedSays(IOptionRule rule, string allowed, string[] good, string[] bad)
    {
        Assert.Equal(allowed, rule.Allowed);
        Assert.All(good, value => Assert.True(rule.Allows(value), value));
        Assert.All(bad, value => Assert.False(rule.Allows(value), value));
    }

    [Fact]
    public void IntegerRule_AnyNumber_IsAllowedWithinTheRange() => Prop.ForAll(
        ArbMap.Default.ArbFor<(ushort Minimum, ushort Span, int Number)>(),
        sample => new IntegerRule(sample.Minimum, sample.Minimum + sample.Span).Allows(sample.Number.ToString(CultureInfo.InvariantCulture))
            == (sample.Number >= sample.Minimum && sample.Number <= sample.Minimum + sample.Span)).QuickCheckThrowOnFailure();

    [Fact]
    public void DurationRange_AnyDuration_IsAllowedWithinTheRange() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(),
        seconds => new DurationRangeAttribute("00:00:00", "00:00:30").Allows(TimeSpan.FromSeconds(seconds).ToString())
            == seconds is >= 0 and <= 30).QuickCheckThrowOnFailure();

    [Fact]
    public void Allows_AnyText_DoesNotThrow()
    {
        var rules = Rules.Select(row => row.Data.Item1).ToList();
        Prop.ForAll(ArbMap.Default.ArbFor<NonNull<string>>(), text => rules.ForEach(rule => rule.Allows(text.Get))).QuickCheckThrowOnFailure();
    }
}
