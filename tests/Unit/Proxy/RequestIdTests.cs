using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using ZipkinMesh.Proxy.Http;
using ZipkinMesh.Proxy.Tracing;

namespace ZipkinMesh.Tests.Proxy;

public sealed class RequestIdTests
{
    [Fact]
    public void Ensure_Absent_SetsNewVersion4Uuid()
    {
        var headers = new RequestHeaders().Read(new HeaderDictionary());

        var id = RequestId.Ensure(headers);

        Assert.Equal(4, Guid.ParseExact(id, "D").Version);
        Assert.Equal(id, headers[HeaderField.RequestId]);
        Assert.Equal(id, RequestId.Ensure(headers));
    }

    [Fact]
    public void Ensure_RepeatedHeader_JoinsValues()
    {
        var headers = new RequestHeaders().Read(new HeaderDictionary { [EnvoyHeaders.RequestId] = new StringValues(["a", "b"]) });

        Assert.Equal("a,b", RequestId.Ensure(headers));
        Assert.Equal("a,b", headers[HeaderField.RequestId]);
    }

    [Theory]
    [InlineData("00000000-8b58-46bf-b4a7-e8d8336907e3", true, 0)]
    [InlineData("0000270f-8b58-46bf-b4a7-e8d8336907e3", true, 9999)]
    [InlineData("FFFFFFFF", true, 0xffffffff)]
    [InlineData("0000000", false, 0)]
    [InlineData("my own id", false, 0)]
    [InlineData("-0000001", false, 0)]
    [InlineData("", false, 0)]
    public void TryGetNumber_Id_ReadsFirstEightDigits(string id, bool readable, ulong expected)
    {
        Assert.Equal(readable, RequestId.TryGetNumber(id, out var number));
        Assert.Equal(expected, number);
    }

    // The enum is passed as a number, because a public test method can't have a parameter of an internal type.
    [Theory]
    [InlineData("5951ce0d-8b58-46bf-b4a7-e8d8336907e3", (int)TraceReason.NotTraceable)]
    [InlineData("5951ce0d-8b58-96bf-b4a7-e8d8336907e3", (int)TraceReason.Sampling)]
    [InlineData("5951ce0d-8b58-a6bf-b4a7-e8d8336907e3", (int)TraceReason.ServiceForced)]
    [InlineData("5951ce0d-8b58-b6bf-b4a7-e8d8336907e3", (int)TraceReason.ClientForced)]
    [InlineData("5951ce0d-8b58-A6bf-b4a7-e8d8336907e3", (int)TraceReason.NotTraceable)]
    [InlineData("5951ce0d-8b58-96bf-b4a7-e8d8336907e", (int)TraceReason.NotTraceable)]
    [InlineData("5951ce0d-8b58-96bf-b4a7-e8d8336907e31", (int)TraceReason.NotTraceable)]
    [InlineData("", (int)TraceReason.NotTraceable)]
    public void ReadReason_Id_ReadsFifteenthCharacterOfUuid(string id, int reason) => Assert.Equal((TraceReason)reason, RequestId.ReadReason(id));

    [Fact]
    public void Create_AnyNumber_ReturnsUuidWithNumberAndReason() =>
        Prop.ForAll<uint>(number => Enum.GetValues<TraceReason>().All(reason =>
        {
            var id = RequestId.Create(number, reason);
            return RequestId.ReadReason(id) == reason && RequestId.TryGetNumber(id, out var read) && read == number
                && Guid.ParseExact(id, "D").Variant is >= 8 and <= 11;
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void ReadReason_WrittenReason_RoundTrips() =>
        Prop.ForAll<Guid>(guid => Enum.GetValues<TraceReason>().All(reason =>
        {
            var id = guid.ToString();
            var written = RequestId.WithReason(id, reason);
            return RequestId.ReadReason(written) == reason && written.Remove(14, 1) == id.Remove(14, 1);
        })).QuickCheckThrowOnFailure();

    [Fact]
    public void WithReason_AnyText_KeepsLength() =>
        Prop.ForAll<NonNull<string>>(id =>
        {
            _ = RequestId.TryGetNumber(id.Get, out _);
            _ = RequestId.ReadReason(id.Get);
            return RequestId.WithReason(id.Get, TraceReason.Sampling).Length == id.Get.Length;
        }).QuickCheckThrowOnFailure();
}
